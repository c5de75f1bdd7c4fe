"""Silence is noticed within five seconds, and only where it is one."""

from app.runtime.pulse import ANALYSIS_S, LOADING_S, SOURCE_S, Pulse, Silent, Stall


def running() -> Pulse:
    """Ten seconds of frames, each of them read."""
    pulse = Pulse()
    for tick in range(100):
        pulse.captured(tick / 10)
        pulse.perceived(tick / 10 + 0.05)
    return pulse


def test_what_runs_is_not_silent() -> None:
    assert running().stall(10.0, live=True) is None
    assert Pulse().stall(1e6, live=True) is None


def test_an_analysis_that_hangs_is_noticed_within_five_seconds() -> None:
    pulse = running()
    for tick in range(100, 150):
        pulse.captured(tick / 10)
    assert pulse.stall(12.9, live=True) is None
    stall = pulse.stall(10.0 + ANALYSIS_S, live=True)
    assert stall is not None
    assert (stall.silent, round(stall.age_s, 3)) == (Silent.ANALYSIS, 3.05)  # of the last reading
    assert ANALYSIS_S <= 4.5
    pulse.perceived(15.0)
    assert pulse.stall(15.1, live=True) is None


def test_a_hung_analysis_of_a_file_that_stopped_too_is_noticed() -> None:
    pulse = running()
    pulse.captured(10.0)
    stall = pulse.stall(14.0, live=False)
    assert stall is not None and stall.silent is Silent.ANALYSIS


def test_a_camera_that_gives_nothing_new_is_noticed_and_a_file_is_not() -> None:
    pulse = running()
    stall = pulse.stall(10.0 + SOURCE_S, live=True)
    assert stall is not None and stall.silent is Silent.SOURCE
    assert pulse.stall(60.0, live=False) is None


def test_a_slow_source_that_is_answered_at_once_is_no_hung_analysis() -> None:
    pulse = running()
    pulse.captured(30.0)
    assert pulse.stall(30.01, live=False) is None


def test_loading_the_network_may_take_longer() -> None:
    pulse = Pulse()
    for second in range(31):
        pulse.captured(float(second))
        if second < LOADING_S:
            assert pulse.stall(float(second), live=True) is None
    assert pulse.stall(30.0, live=True) == Stall(Silent.ANALYSIS, 30.0)


def test_a_pause_is_no_silence_and_after_it_the_time_begins_anew() -> None:
    pulse = running()
    pulse.captured(10.0)
    pulse.pause(True, 10.0)
    for tick in range(100):
        pulse.captured(10.0 + tick)
    assert pulse.stall(200.0, live=True) is None
    pulse.pause(False, 200.0)
    assert pulse.stall(200.1, live=True) is None
    assert pulse.stall(203.0, live=True) == Stall(Silent.SOURCE, 3.0)
