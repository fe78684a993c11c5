"""Tables in text without markup. They arrive flattened in several ways; each form has its finder.

* ``tabbed``  a row a line, cells joined by tabs (what this room itself prints; a cell a line with tabs, as
  Tika prints it, is first brought into this form by ``pages.flattened.tika``)
* ``piped``   a row a line, cells parted by upright bars
* ``spaced``  a row a line, values at the end behind spaces; heads over one or several lines; a single row
* ``stacked`` a cell a line without tabs
* ``glued``   cells run together, told by the labels of the national form
"""

from collections.abc import Callable

from pages.flattened import glued, piped, spaced, stacked, tabbed
from reports.model import Table

Finder = Callable[[str], list[Table]]

FORMS: tuple[tuple[str, Finder], ...] = (
    ("tabbed", tabbed.find),
    ("piped", piped.find),
    ("spaced", spaced.find),
    ("stacked", stacked.find),
    ("glued", glued.find),
)


def find(text: str) -> tuple[Table, ...]:
    """The flattened tables of a text, in order; where two forms see one place the earlier form has it."""
    found: list[Table] = []
    for _, finder in FORMS:
        found += [t for t in finder(text) if not any(t.start < f.end and f.start < t.end for f in found)]
    return tuple(sorted(found, key=lambda t: t.start))
