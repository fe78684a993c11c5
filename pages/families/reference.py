"""The table of families for the reference documentation, made from the registry."""

import sys

from pages.families import FAMILIES
from pages.families.family import Family

HEAD = """# Families of sites

Made by `scripts/docs` from `pages/families`. The surest family reads a page; the last one reads any.
To add one: [add a family](../how-to/add-a-family.md).

| name | system | what is known | body, best first |
|---|---|---|---|
"""


def table() -> str:
    """Markdown: one row a family."""
    return HEAD + "".join(_row(family) for family in FAMILIES)


def _row(family: Family) -> str:
    known = (sys.modules[family.matches.__module__].__doc__ or "").split("\n\n")[0]
    bodies = ", ".join(f"`{selector}`" for selector in family.body_selectors[:4])
    cells = (f"`{family.name}`", family.title, " ".join(known.split()), bodies)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
