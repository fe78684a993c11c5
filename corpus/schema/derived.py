"""What follows from the reports taken together, and what the corpus says of itself."""

from corpus.schema.columns import Table, table

TABLES: tuple[Table, ...] = (
    table(
        "documents",
        "The report of one issuer for one year, whatever its versions; read from its current report.",
        """
        id TEXT: Name of the document: county code, year, and a digest for an issuer within the county.
        report_id TEXT -> reports.id: The report that is current.
        issuer_name TEXT: Full name of the organ that reports.
        level TEXT: county, township, department, city, functional_zone or other.
        division_code TEXT: Six-digit code of the issuer's division, as in that year.
        county_id TEXT: Code that the division has today; one series for a renamed or raised county.
        province TEXT: Province.
        city TEXT: Prefecture or city.
        county TEXT: Name of the county today.
        year INTEGER: Year reported on.
        edition TEXT: Form of the current report.
        checks_status TEXT: Worst check of the current report.
        versions INTEGER: Versions seen.
        first_captured TEXT: When it was first captured (UTC).
        last_captured TEXT: When it was last captured (UTC).
        seed TEXT -> portals.seed: Portal on which the current report was found.
        """,
        key="id",
        indexes=("county_id year", "year", "seed year", "report_id"),
    ),
    table(
        "versions",
        "Versions of a document: a new one only where clean text or figures differ.",
        """
        document_id TEXT -> documents.id: The document.
        version INTEGER: From 1, by the date of the first capture.
        report_id TEXT -> reports.id: First report of that text.
        previous INTEGER: Version that it replaced; empty where it stood beside another.
        clean_digest TEXT: Digest of text and figures.
        first_captured TEXT: When it was first captured (UTC).
        last_captured TEXT: When it was last captured (UTC).
        captures INTEGER: Captures that show it.
        """,
        key="document_id version",
        clustered=True,
    ),
    table(
        "year_checks",
        "Two neighbouring years of one issuer held against each other: both sides, never a correction.",
        """
        document_id TEXT -> documents.id: The later document.
        n INTEGER: Place among its cross-year checks, from 0.
        last_document_id TEXT: The document of the year before.
        id TEXT: Name of the check.
        severity TEXT: hard or soft.
        status TEXT: pass, fail or undecided.
        left ANY: The later year's side.
        right ANY: The earlier year's side.
        """,
        key="document_id n",
        indexes=("status severity", "last_document_id"),
        clustered=True,
    ),
    table(
        "changes",
        "What changed from one version of a document to the next: one row a figure.",
        """
        document_id TEXT -> documents.id: The document.
        version INTEGER: The new version.
        n INTEGER: Place among the changes, from 0.
        kind TEXT: text (only the wording), changed, added or removed.
        figure TEXT: Name of the indicator; empty for a change of wording.
        old ANY: Value before.
        new ANY: Value after.
        old_printed TEXT: As printed before.
        new_printed TEXT: As printed after.
        old_date TEXT: When the old version was last captured (UTC).
        new_date TEXT: When the new version was first captured (UTC).
        """,
        key="document_id version n",
        clustered=True,
    ),
    table(
        "divisions",
        "County divisions with their changes: a code and name with the years between which they held.",
        """
        code TEXT: Six-digit code.
        name TEXT: Name.
        valid_from TEXT: Year from which it holds; empty where it is before this table begins.
        valid_to TEXT: Year of the change that ended it; empty where it still holds.
        change TEXT: raised, renamed, moved (one series) or merged (the series ends).
        successor TEXT: Code that took over, where one did.
        county_id TEXT: Code at the end of that chain.
        province TEXT: Province.
        city TEXT: Prefecture or city.
        """,
        key="code name",
        indexes=("county_id",),
    ),
    table(
        "codebook",
        "What every table and column means.",
        """
        table_name TEXT: Table.
        column_name TEXT: Column; empty for the table itself.
        type TEXT: Type.
        unit TEXT: Unit of the form, for an indicator.
        description TEXT: What it is.
        """,
        key="table_name column_name",
        clustered=True,
    ),
    table(
        "counts",
        "How many rows each table has, kept as they come and go.",
        """
        table_name TEXT: Table.
        rows INTEGER: Its rows.
        """,
        key="table_name",
        clustered=True,
    ),
    table(
        "state",
        "What the catalogue remembers of itself; no part of the data.",
        """
        key TEXT: Name.
        value TEXT: Value.
        """,
        key="key",
        clustered=True,
    ),
)
