"""The page as one file: its style, its frame, and the sections in it. No script, nothing from elsewhere."""

from collections.abc import Mapping, Sequence
from html import escape

from trainer.run_report.figures import COLOURS_DARK, COLOURS_LIGHT
from trainer.run_report.markup import Section

_SURFACES_LIGHT = {"page": "#ffffff", "panel": "#f5f6f8", "warn": "#b86e00"}
_SURFACES_DARK = {"page": "#15181c", "panel": "#1f242a", "warn": "#e69f00"}

_STYLE = """
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:60rem;background:var(--page);color:var(--ink);
 font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--grid)}
h3{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.5rem 0 1rem;max-width:44rem}
svg{display:block;width:100%;height:auto;margin:.5rem 0 1.5rem}
.notice{border-left:4px solid var(--warn);background:var(--panel);padding:.25rem 1rem;margin:0 0 1.5rem}
.wide{overflow-x:auto;margin:0 0 1.5rem}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .9rem .3rem 0;text-align:right;vertical-align:top}
th:first-child{text-align:left;white-space:nowrap}
thead th{font-weight:600;border-bottom:1px solid var(--faint);vertical-align:bottom}
tbody th{font-weight:400}
tbody tr+tr>*{border-top:1px solid var(--grid)}
.facts thead{display:none}
.facts th{color:var(--faint)}
.facts td{text-align:left;overflow-wrap:anywhere}
.samples th{vertical-align:middle;color:var(--faint);min-width:6.5rem}
.samples td{padding:.2rem .4rem .2rem 0;text-align:center}
.samples tbody tr+tr>*{border-top:0}
.samples img{width:108px;height:108px}
img{display:block;max-width:none}
.sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.75rem,1fr));gap:.9rem .6rem;margin:.5rem 0 1.5rem}
figure{margin:0}
.sheet img{width:100%;height:auto;aspect-ratio:1}
figcaption{font-size:.75rem;line-height:1.35;margin-top:.25rem;color:var(--faint)}
figcaption::first-line{color:var(--ink)}
@media print{body{max-width:none;padding:0;font-size:10pt}
 h2,h3{break-after:avoid}
 figure,tr,svg{break-inside:avoid}
 .wide{overflow:visible}
 .sheet{grid-template-columns:repeat(8,1fr)}
 .samples img{width:72px;height:72px}}
"""


def page(name: str, top: str, sections: Sequence[Section]) -> str:
    """The whole file; `top` is HTML, `name` the run's."""
    body = "\n".join(section.html() for section in sections)
    light, dark = _colours({**COLOURS_LIGHT, **_SURFACES_LIGHT}), _colours({**COLOURS_DARK, **_SURFACES_DARK})
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(name)}: report of a training run</title>
<style>
:root{{{light}}}
@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{_STYLE}</style>
</head>
<body>
<main>
<h1>Training run {escape(name)}</h1>
{top}
{body}
</main>
</body>
</html>
"""


def _colours(named: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in named.items())
