"""What a report says: its sections, figures and checks."""

from corpus.schema.columns import Table, table

TABLES: tuple[Table, ...] = (
    table(
        "reports",
        "One annual open-government report, as read from one page.",
        """
        id TEXT -> pages.id: Name of the report: that of its page.
        rowid INTEGER: Number by which the search index knows the report; another build numbers otherwise.
        document_id TEXT -> documents.id: The issuer's report for that year, whose version this is.
        version INTEGER: Which version of the document this is, from 1.
        current INTEGER: 1 if the document is read from this report, else 0.
        issuer_name TEXT: Full name of the organ that reports.
        issuer_printed TEXT: The organ's name as printed; empty where nothing is printed.
        level TEXT: county, township, department, city, functional_zone or other.
        division_code TEXT: Six-digit code of the issuer's division, as in that year.
        county_id TEXT: Code that the division has today; one series for a renamed or raised county.
        province TEXT: Province.
        city TEXT: Prefecture or city.
        county TEXT: Name of the county today.
        year INTEGER: Year reported on.
        title TEXT: Title of the report.
        document_number TEXT: Document number.
        published TEXT: Date of publication, YYYY-MM-DD.
        signed TEXT: Date of signature, YYYY-MM-DD.
        edition TEXT: Form of the report: legacy_local, stat2014, reg2019, reg2021 or narrative_only.
        checks_status TEXT: Worst of its checks: hard_fail, soft_fail, undecided, pass, or none.
        hard_failed INTEGER: Hard checks that fail.
        soft_failed INTEGER: Soft checks that fail.
        figure_count INTEGER: Figures read from it.
        """,
        key="id",
        indexes=(
            "document_id",
            "year",
            # the facets of everything, counted in the order of the index
            "province year level edition checks_status",
            "county_id year",
            "issuer_name level",
            "level",
            "edition",
            "checks_status",
            # what the search index finds, counted by facet without touching the rows
            "rowid province year level edition checks_status",
        ),
    ),
    table(
        "sections",
        "Sections of a report as printed, wrong and doubled ordinals kept.",
        """
        report_id TEXT -> reports.id: The report.
        n INTEGER: Place in the report, from 0.
        ordinal TEXT: Ordinal as printed.
        heading TEXT: Heading as printed.
        start INTEGER: First character of the section in the page's text.
        end INTEGER: End of the section in the page's text.
        """,
        key="report_id n",
        clustered=True,
    ),
    table(
        "figures",
        "One number of a report a row, with the place where it is printed.",
        """
        report_id TEXT -> reports.id: The report.
        n INTEGER: Place in the report, from 0.
        id TEXT: Name of the indicator.
        value ANY: The number; empty where it cannot be read with certainty.
        qualifier TEXT: exact, ge, lt, approx, stated_none, blank or derived.
        unit TEXT: Unit of the form.
        source TEXT: table or narrative.
        edition TEXT: Form of the report.
        printed TEXT: The text it was read from; stands at start in the page's text.
        start INTEGER: First character in the page's text.
        end INTEGER: End in the page's text.
        note TEXT: What was derived from what.
        """,
        key="report_id n",
        indexes=("id report_id",),
        clustered=True,
    ),
    table(
        "checks",
        "Identities of the form held against the figures: both sides, never a correction.",
        """
        report_id TEXT -> reports.id: The report.
        n INTEGER: Place among its checks, from 0.
        id TEXT: Name of the check.
        severity TEXT: hard or soft.
        status TEXT: pass, fail or undecided.
        left ANY: Left side as computed.
        right ANY: Right side as computed.
        note TEXT: Remark.
        """,
        key="report_id n",
        indexes=("status severity",),
        clustered=True,
    ),
    table(
        "series",
        "Values that can be compared across editions of the form, with their caveat.",
        """
        report_id TEXT -> reports.id: The report.
        n INTEGER: Place among its series values, from 0.
        id TEXT: Name of the series.
        value ANY: The number.
        comparable TEXT: = comparable, ~ comparable with the caveat.
        caveat TEXT: What differs between the editions.
        figures TEXT: Names of the figures it is made of, a JSON list.
        """,
        key="report_id n",
        indexes=("id report_id",),
        clustered=True,
    ),
)
