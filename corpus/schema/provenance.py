"""Where things come from: portals, crawls, captures, pages, and the receipts of cleaning."""

from corpus.schema.columns import Table, table

TABLES: tuple[Table, ...] = (
    table(
        "portals",
        "County portals: where the crawl starts. From the registry; a seed met only in a crawl is added.",
        """
        seed TEXT: Home page of the portal; the crawl's seed.
        division_code TEXT: Six-digit code of the division whose portal it is.
        county_id TEXT: Code that the division has today; one series for a renamed or raised county.
        province TEXT: Province.
        city TEXT: Prefecture or city.
        county TEXT: Name of the county.
        family TEXT: Family of the content management system, where it is known.
        registered INTEGER: 1 if it stands in the registry, 0 if only a crawl knows it.
        """,
        key="seed",
        indexes=("division_code", "county_id"),
    ),
    table(
        "crawls",
        "What each crawl came to at each portal: blocked is not the same as without a report.",
        """
        crawl_id TEXT: Name of the crawl.
        seed TEXT -> portals.seed: The portal.
        status TEXT: How the crawl ended there, in the crawl's own word.
        outcome TEXT: That status in one of four: done, blocked, failed, unfinished.
        pages INTEGER: Pages fetched there.
        reports INTEGER: Reports found there.
        years TEXT: Years of those reports, a JSON list.
        began TEXT: When the crawl began (UTC), where its summary says so.
        note TEXT: Why, where the summary says so.
        """,
        key="crawl_id seed",
        indexes=("seed",),
    ),
    table(
        "captures",
        "One archived answer of a server, and where its record lies in the WARC files.",
        """
        id TEXT: Short name of the capture: sixteen hex digits of the SHA-256 of its record id.
        record_id TEXT: WARC-Record-ID.
        page_id TEXT -> pages.id: The page that it shows.
        target_uri TEXT: WARC-Target-URI, the address asked for.
        date TEXT: WARC-Date (UTC), when the capture began.
        status INTEGER: HTTP status.
        mime TEXT: Media type as the server declared it.
        payload_digest TEXT: WARC-Payload-Digest.
        warc_file TEXT: Name of the WARC file.
        warc_offset INTEGER: Where the record begins in that file, in bytes.
        warc_length INTEGER: Length of the compressed record, in bytes.
        record_type TEXT: response, resource (a rendered page) or revisit (unchanged since an earlier one).
        gate TEXT: What came instead of the page: waf, challenge, soft404, maintenance, redirect_stub.
        truncated TEXT: Why the capture is cut short, where it is (WARC-Truncated).
        seed TEXT -> portals.seed: Portal from which it was found.
        crawl_id TEXT: Crawl that made it.
        """,
        key="id",
        indexes=("record_id", "page_id", "target_uri date", "seed", "warc_file warc_offset"),
    ),
    table(
        "discovery",
        "How a capture was found: the pages on the way and the words of the links that led on.",
        """
        capture_id TEXT -> captures.id: The capture.
        n INTEGER: Step, from 0 at the seed.
        url TEXT: The page on the way.
        anchor TEXT: Words of the link that led on from it.
        """,
        key="capture_id n",
        clustered=True,
    ),
    table(
        "pages",
        "What a reader sees at an address, as clean text. Captures that show the same share it.",
        """
        id TEXT: Name of the page: that of its first capture.
        capture_id TEXT -> captures.id: First capture that shows it.
        url TEXT: Address of the page.
        clean_digest TEXT: SHA-256 of its text (visit counters aside) and of its figures.
        title TEXT: Title of the page.
        published TEXT: Date of publication, YYYY-MM-DD.
        source TEXT: Publisher as printed.
        script TEXT: hans (simplified) or hant (traditional).
        encoding_used TEXT: Character encoding by which the bytes were read.
        encoding_declared TEXT: Character encoding that the page declared.
        encoding_evidence TEXT: Why that encoding was used.
        text TEXT: The reader's text; the rows of tables in place, their cells joined by tabs.
        simplified TEXT: A reading in simplified characters of the same length, for a traditional text.
        kind TEXT: report, list, challenge, error or other.
        site_id_code TEXT: SiteIDCode of the portal, as the page prints it.
        attachments TEXT: Documents that the page links to: a JSON list of url and name.
        issues TEXT: What was doubtful about reading the page: a JSON list of sentences.
        why TEXT: Why it is no report, where it is none.
        """,
        key="id",
        indexes=("url", "clean_digest", "kind"),
    ),
    table(
        "tables",
        "Tables of a page as grids, spans filled.",
        """
        page_id TEXT -> pages.id: The page.
        n INTEGER: Place on the page, from 0.
        header_rows INTEGER: Rows of the head, from the top.
        rows TEXT: The grid: a JSON list of rows of cells.
        start INTEGER: First character of the table in the page's text.
        end INTEGER: End of the table in the page's text.
        """,
        key="page_id n",
    ),
    table(
        "removals",
        "Text that was cut from a page, signed by the rule that cut it.",
        """
        page_id TEXT -> pages.id: The page.
        n INTEGER: Place among its removals, from 0.
        rule TEXT: Name of the rule.
        text TEXT: The text that was cut.
        start INTEGER: Character of the page's text before which it stood; empty where that is no one place.
        """,
        key="page_id n",
        clustered=True,
    ),
    table(
        "repairs",
        "Every change to a character of a page, with what stood there before.",
        """
        page_id TEXT -> pages.id: The page.
        n INTEGER: Place among its repairs, from 0.
        kind TEXT: Kind of the repair.
        before TEXT: What was received.
        after TEXT: What stands in the text.
        certain INTEGER: 1 if certain, 0 if likely.
        start INTEGER: Where it stands in the page's text.
        """,
        key="page_id n",
        clustered=True,
    ),
)
