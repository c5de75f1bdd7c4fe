"""Times of a recording as people read them."""

_MINUTE_S, _HOUR_S = 60, 3600


def clock(seconds: float, tenths: bool = False) -> str:
    """Hours, minutes and seconds, such as 0:07, 59:59 or 1:02:03; with tenths 0:07.5."""
    rounded = round(max(0.0, seconds), 1) if tenths else float(int(max(0.0, seconds)))
    whole = int(rounded)
    hours, minutes = whole // _HOUR_S, whole // _MINUTE_S % _MINUTE_S
    text = f"{hours}:{minutes:02}:{whole % _MINUTE_S:02}" if hours else f"{minutes}:{whole % _MINUTE_S:02}"
    return f"{text}.{round((rounded - whole) * 10)}" if tenths else text


def tick_step_s(span_s: float, ticks: int) -> float:
    """A round step in which about so many ticks fit into a span."""
    steps = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
    return next((step for step in steps if span_s / step <= max(1, ticks)), 28800.0)
