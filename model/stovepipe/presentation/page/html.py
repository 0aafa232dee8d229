"""A verdict and its tables as HTML: escaped, without scripts, and without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stovepipe.presentation.shared.grid import Grid

FRAGMENT = """\
<section class="stovepipe">
<p><strong>{{ title }}</strong></p>
{% for line in verdict %}
<p>{{ line }}</p>
{% endfor %}
{% for grid in grids %}
<table>
<caption>{{ grid.title }}</caption>
<thead>
<tr>
{% for column in grid.columns %}
<th scope="col">{{ column.heading }}{% if column.unit %}<br>{{ column.unit }}{% endif %}</th>
{% endfor %}
</tr>
</thead>
<tbody>
{% for row in grid.rows %}
<tr>
{% if row | length == grid.columns | length %}
{% for cell in row %}
<td style="text-align: {{ 'right' if grid.columns[loop.index0].right else 'left' }}">\
{{ cell | replace('\\t', ' ') }}</td>
{% endfor %}
{% else %}
<th scope="rowgroup" colspan="{{ grid.columns | length }}" style="text-align: left">{{ row[0] }}</th>
{% endif %}
</tr>
{% endfor %}
</tbody>
</table>
{% for note in grid.notes %}
<p><small>{{ note }}</small></p>
{% endfor %}
{% endfor %}
</section>
"""

DOCUMENT = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; }
table { border-collapse: collapse; display: block; margin: 1.5rem 0; overflow-x: auto; }
caption { font-weight: bold; text-align: left; white-space: nowrap; }
th, td { border-bottom: 1px solid; padding: 0.2rem 0.6rem; vertical-align: bottom; }
</style>
</head>
<body>
{{ fragment | safe }}
</body>
</html>
"""


def fragment(title: str, verdict: str, grids: Iterable[Grid]) -> str:
    """A part of a page.

    Args:
        title: what is answered, in a few words.
        verdict: the answer; each line becomes a paragraph.
        grids: the tables, in the order in which they are read.

    >>> print(fragment("Run of <A & B>", "All is well.", []))
    <section class="stovepipe">
    <p><strong>Run of &lt;A &amp; B&gt;</strong></p>
    <p>All is well.</p>
    </section>
    """
    return _filled(FRAGMENT, title=title, verdict=verdict.splitlines(), grids=list(grids))


def document(title: str, verdict: str, grids: Iterable[Grid]) -> str:
    """A whole page with the same content, in one file that needs no other."""
    return _filled(DOCUMENT, title=title, fragment=fragment(title, verdict, grids))


def _filled(template: str, **values: Any) -> str:
    from jinja2 import Environment

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(template).render(**values)
