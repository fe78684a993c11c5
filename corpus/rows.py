"""From nouns to rows: what each table keeps of a capture, its page and its report."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import isfinite

from archive.capture import Capture
from corpus.divisions import county_id, county_of
from corpus.identity import capture_id, clean_digest, document_id
from reports.model import Check, CleanPage, Report

Row = dict[str, object]
Rows = dict[str, list[Row]]
_LARGEST = 2**63


def compact(value: object) -> str:
    """JSON on one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def stamp(moment: datetime) -> str:
    """UTC to the microsecond, so that the order of the texts is the order of the moments."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def capture_row(capture: Capture, page_id: str) -> Row:
    """The row of one capture."""
    found = capture.discovery
    return {
        "id": capture_id(capture.record_id),
        "record_id": capture.record_id,
        "page_id": page_id,
        "target_uri": capture.target_uri,
        "date": stamp(capture.date),
        "status": capture.status,
        "mime": (capture.header("content-type") or "").partition(";")[0].strip().lower() or None,
        "payload_digest": capture.payload_digest,
        "warc_file": capture.location.filename,
        "warc_offset": capture.location.offset,
        "warc_length": capture.location.length,
        "record_type": capture.record_type,
        "gate": capture.gate,
        "truncated": capture.truncated,
        "seed": found.seed if found else None,
        "crawl_id": found.crawl_id if found else None,
    }


def discovery_rows(capture: Capture) -> Iterator[Row]:
    """The way to a capture, a row a step."""
    name = capture_id(capture.record_id)
    for n, step in enumerate(capture.discovery.path if capture.discovery else ()):
        yield {"capture_id": name, "n": n, "url": step.url, "anchor": step.anchor}


def page_rows(name: str, capture: Capture, page: CleanPage, report: Report) -> Rows:
    """The rows of a page and its receipts, for all tables that speak of it."""
    return {
        "pages": [_page_row(name, capture, page, report)],
        "tables": [
            {
                "page_id": name,
                "n": n,
                "header_rows": table.header_rows,
                "rows": compact(table.rows),
                "start": table.start,
                "end": table.end,
            }
            for n, table in enumerate(page.tables)
        ],
        "removals": [
            {"page_id": name, "n": n, "rule": cut.rule, "text": cut.text, "start": cut.start}
            for n, cut in enumerate(page.removals)
        ],
        "repairs": [
            {
                "page_id": name,
                "n": n,
                "kind": repair.kind,
                "before": repair.before,
                "after": repair.after,
                "certain": int(repair.certain),
                "start": repair.start,
            }
            for n, repair in enumerate(page.repairs)
        ],
    }


def _page_row(name: str, capture: Capture, page: CleanPage, report: Report) -> Row:
    return {
        "id": name,
        "capture_id": name,
        "url": page.url or capture.target_uri,
        "clean_digest": clean_digest(page, report),
        "title": page.title,
        "published": page.published,
        "source": page.source,
        "script": page.script,
        "encoding_used": page.encoding.used,
        "encoding_declared": page.encoding.declared,
        "encoding_evidence": page.encoding.evidence,
        "text": page.text,
        "simplified": page.simplified,
        "kind": page.kind,
        "site_id_code": page.site_id_code,
        "attachments": compact([{"url": one.url, "name": one.name} for one in page.attachments]),
        "issues": compact(page.issues),
        "why": report.why,
    }


def report_rows(name: str, url: str, report: Report, portal: Mapping[str, object]) -> Rows:
    """The rows of a report; ``portal`` says province, city and county where the code does not."""
    return {
        "reports": [_report_row(name, url, report, portal)],
        "sections": [
            {
                "report_id": name,
                "n": n,
                "ordinal": section.ordinal,
                "heading": section.heading,
                "start": section.start,
                "end": section.end,
            }
            for n, section in enumerate(report.sections)
        ],
        "figures": list(_figure_rows(name, report)),
        "checks": [
            {
                "report_id": name,
                "n": n,
                "id": check.id,
                "severity": check.severity,
                "status": check.status,
                "left": number(check.left),
                "right": number(check.right),
                "note": check.note,
            }
            for n, check in enumerate(report.checks)
        ],
        "series": [
            {
                "report_id": name,
                "n": n,
                "id": value.id,
                "value": number(value.value),
                "comparable": value.comparable,
                "caveat": value.caveat,
                "figures": compact(value.figures),
            }
            for n, value in enumerate(report.series)
        ],
    }


def _figure_rows(name: str, report: Report) -> Iterator[Row]:
    for n, figure in enumerate(report.figures):
        yield {
            "report_id": name,
            "n": n,
            "id": figure.id,
            "value": number(figure.value),
            "qualifier": figure.qualifier,
            "unit": figure.unit,
            "source": figure.source,
            "edition": report.edition,
            "printed": figure.printed,
            "start": figure.start,
            "end": figure.end,
            "note": figure.note,
        }


def _report_row(name: str, url: str, report: Report, portal: Mapping[str, object]) -> Row:
    issuer = report.issuer
    code = issuer.division_code if issuer else None
    who = issuer.name if issuer else None
    level = issuer.level if issuer else None
    return {
        "id": name,
        "version": 1,
        "current": 0,
        "issuer_name": who,
        "issuer_printed": issuer.printed if issuer else None,
        "level": level,
        "division_code": code,
        **placed(who, level, report.year, code, url, portal),
        "year": report.year,
        "title": report.title,
        "document_number": report.document_number,
        "published": report.published,
        "signed": report.signed,
        "edition": report.edition,
        "checks_status": checks_status(report.checks),
        "hard_failed": _failed(report.checks, "hard"),
        "soft_failed": _failed(report.checks, "soft"),
        "figure_count": len(report.figures),
    }


def placed(
    who: str | None,
    level: str | None,
    year: int | None,
    code: str | None,
    url: str,
    portal: Mapping[str, object],
) -> Row:
    """The columns of a report that follow from its division's code: its document, and where it lies."""
    county = county_of(code, year)
    return {
        "document_id": document_id(who, level, year, code, county, url),
        "county_id": county_id(county) if county else code,
        "province": county.province if county else portal.get("province"),
        "city": county.city if county else portal.get("city"),
        "county": county.name if county else portal.get("county"),
    }


def number(value: float | None) -> object:
    """A number as SQLite can keep it: integers beyond 64 bits as text, so that no digit is lost.

    >>> number(10**20), number(float("inf"))
    ('100000000000000000000', None)
    """
    if value is None or -_LARGEST <= value < _LARGEST:
        return value
    if isinstance(value, int):
        return str(value)
    return value if isfinite(value) else None


def _failed(checks: tuple[Check, ...], severity: str) -> int:
    return sum(check.status == "fail" and check.severity == severity for check in checks)


def checks_status(checks: tuple[Check, ...]) -> str:
    """The worst of the checks in one word.

    >>> checks_status(())
    'none'
    """
    if not checks:
        return "none"
    if _failed(checks, "hard"):
        return "hard_fail"
    if _failed(checks, "soft"):
        return "soft_fail"
    return "undecided" if any(check.status == "undecided" for check in checks) else "pass"
