"""The publishing systems that county portals are made with, in the order in which they are asked.

To add one: a file here with its ``FAMILY``, its line below, a recorded list and a recorded report
(docs/how-to/add-a-family.md).
"""

from pages.families import (
    aspnet,
    dede,
    empire,
    epoint,
    generic,
    gkmlpt,
    hanweb,
    loads,
    lonsun,
    powereasy,
    trs,
    ucap,
    vsb,
)
from pages.families.clicks import Click, clicks
from pages.families.family import Document, Family, Link, ListRequest

FAMILIES: tuple[Family, ...] = (
    trs.FAMILY,
    hanweb.FAMILY,
    ucap.FAMILY,
    vsb.FAMILY,
    lonsun.FAMILY,
    gkmlpt.FAMILY,
    epoint.FAMILY,
    empire.FAMILY,
    dede.FAMILY,
    powereasy.FAMILY,
    aspnet.FAMILY,
    generic.FAMILY,
)

SURE = 0.5
__all__ = [
    "FAMILIES", "Click", "Document", "Family", "Link", "ListRequest", "clicks", "family_named", "family_of",
    "loads",
]  # fmt: skip


def family_of(doc: Document) -> Family:
    """The family that is surest of the page; the generic one where none knows it."""
    return max(FAMILIES, key=lambda family: family.matches(doc))


def family_named(name: str) -> Family:
    """The family of that name; the generic one where there is none."""
    return next((family for family in FAMILIES if family.name == name), generic.FAMILY)


def report_links(doc: Document, family: Family | None = None) -> tuple[Link, ...]:
    """The rows of the list on the page, by its family, or by the generic one where that sees none."""
    return (family or family_of(doc)).report_links(doc) or generic.FAMILY.report_links(doc)


def next_page(doc: Document, family: Family | None = None) -> tuple[ListRequest, ...]:
    """The requests for more of the list, by its family, or by the generic one where that has none.

    An answer (JSON, XML) whose own family sees no more has no more: the generic one would ask on.
    """
    family = family or family_of(doc)
    asked = family.next_page(doc)
    if asked or (doc.is_answer and family.matches(doc) >= SURE):
        return asked
    return generic.FAMILY.next_page(doc)
