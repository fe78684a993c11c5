"""The nouns that pass through the shared parser.

A :class:`CleanPage` goes in, a :class:`Report` comes out. Both live here because the consumer owns the
shape of what it consumes, so this room can be lifted out unchanged (docs/decisions/0001-house.md).

Offsets are code-point offsets into ``CleanPage.text``; ``text[start:end] == printed`` holds for every
figure, always. Dates are ``YYYY-MM-DD`` strings, division codes are strings of six digits.
"""

from dataclasses import dataclass, field
from typing import Literal

Script = Literal["hans", "hant"]
PageKind = Literal["report", "list", "challenge", "error", "other"]
EditionId = Literal["legacy_local", "stat2014", "reg2019", "reg2021", "narrative_only"]
Level = Literal["county", "township", "department", "city", "functional_zone", "other"]
Qualifier = Literal["exact", "ge", "lt", "approx", "stated_none", "blank", "derived"]
Source = Literal["table", "narrative"]
Severity = Literal["hard", "soft"]
Status = Literal["pass", "fail", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How the bytes became text: the codec used, the one declared, and one sentence of evidence."""

    used: str
    declared: str | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as a grid (spans filled), and where its text stands: ``page.text[start:end]``.

    In the text a row is one line and its cells are joined by a tab; a cell that a span fills is
    printed once in the text and repeated in ``rows``. ``header_rows`` counts rows from the top.
    """

    rows: tuple[tuple[str, ...], ...]
    header_rows: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A visible text that was cut, signed by the name of the rule that cut it.

    It stood before ``page.text[start]``, lines of its own at the end of a line; ``None`` where no one
    place is known (a character cut all over the page). No part of what makes two removals equal.
    """

    rule: str
    text: str
    start: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A change to characters: ``after`` stands at ``page.text[start:start + len(after)]``."""

    kind: str
    before: str
    after: str
    certain: bool
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that the page links to, ``url`` absolute where the page's own URL is known."""

    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanPage:
    """What a reader would see, in printed order, with a receipt for every cut and every repair.

    ``simplified`` is a simplified reading of the same length as ``text`` (offsets carry over) and
    ``None`` where the text is simplified already. ``site_id_code`` is the portal's SiteIDCode (ten
    digits, the first six its division code) where the page prints one. ``issues`` are sentences.
    """

    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    script: Script = "hans"
    simplified: str | None = None
    encoding: Encoding = field(default_factory=lambda: Encoding(used="utf-8"))
    tables: tuple[Table, ...] = ()
    removals: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    kind: PageKind = "other"
    site_id_code: str | None = None
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who reports: ``printed`` as on the page, ``name`` as resolved (the organ's full name)."""

    name: str
    printed: str
    level: Level
    division_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section as printed; ``ordinal`` keeps doubled and wrong ordinals, empty where none is."""

    ordinal: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of the report. ``value`` is ``None`` where it cannot be read with certainty.

    ``unit`` is the form's unit. ``note`` says what was derived from what (the identity's name).
    """

    id: str
    value: int | float | None
    qualifier: Qualifier
    unit: str
    source: Source
    printed: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """An identity held against the figures: both sides as computed, never a correction."""

    id: str
    severity: Severity
    status: Status
    left: int | float | None
    right: int | float | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesValue:
    """One value of a series across editions, with the caveat that REPORTS §C attaches to it."""

    id: str
    value: int | float
    comparable: Literal["=", "~"]
    caveat: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one page says. ``edition`` is ``None`` and ``why`` one sentence where it is no report."""

    page: CleanPage
    edition: EditionId | None
    issuer: Issuer | None = None
    year: int | None = None
    title: str | None = None
    document_number: str | None = None
    published: str | None = None
    signed: str | None = None
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    series: tuple[SeriesValue, ...] = ()
    why: str = ""
