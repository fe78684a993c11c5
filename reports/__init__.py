"""The shared parser: a clean page in, a report out. Imports nothing of the project's other rooms.

report = reports.parse(page)                # pure; see reports.parser.parse
reports.compare_years(report, last_years)   # cross-year checks
reports.to_json(report), reports.report_from_json(data), reports.schema("report")
reports.FIGURES["new_received__total"]      # (family, label, unit)
reports.simplified("信息公開")              # the same length, always
"""

from .model import CleanPage, Report
from .parser import parse
from .reading import simplified
from .registry import FIGURES
from .serialise import page_from_json, report_from_json, schema, to_json
from .years import compare_years

__all__ = [
    "FIGURES",
    "CleanPage",
    "Report",
    "compare_years",
    "page_from_json",
    "parse",
    "report_from_json",
    "schema",
    "simplified",
    "to_json",
]
