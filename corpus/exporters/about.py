"""What an export says of itself, all of it from the corpus: no clock, no machine."""

from dataclasses import dataclass

from corpus.opened import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Title and extent of an export. ``date`` (YYYY-MM-DD) is that of the last capture."""

    title: str
    description: str
    documents: int
    counties: int
    first_year: int | None
    last_year: int | None
    date: str
    version: str


NAME = "xianzhi-reports"
_TITLE = "县级政府信息公开工作年度报告 / Annual open-government reports of China's counties"
_EXTENT = (
    "select count(*), count(distinct county_id), min(year), max(year), max(last_captured) from documents"
)


def about(corpus: Corpus) -> About:
    """The extent of a corpus."""
    documents, counties, first, last, captured = corpus.db.execute(_EXTENT).fetchone()
    return About(
        title=_TITLE,
        description=(
            f"{documents} reports of {counties} counties on the years {first} to {last}, archived by "
            f"{captured[:10]}: texts, tables and figures, each figure with the words it was read from "
            "and the record of the archived page."
        ),
        documents=documents,
        counties=counties,
        first_year=first,
        last_year=last,
        date=captured[:10],
        version=f"{captured[:10]}+{documents}",
    )
