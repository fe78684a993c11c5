"""Datasette over the corpus, with our plugin, templates and static files, behind our door."""

from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

import corpus.search
from corpus.readingroom.asgi import App
from corpus.readingroom.counted import Counted
from corpus.readingroom.door import Door
from corpus.readingroom.plugin import DATABASE, NAME, ReadingRoom
from corpus.readingroom.room import HERE, Room
from corpus.schema.create import UNCOUNTED, everything

SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 400,
    "facet_suggest_time_limit_ms": 30,
    "allow_download": False,
    "suggest_facets": False,
    "num_sql_threads": 4,
    "default_cache_ttl": 0,
    "truncate_cells_html": 240,
}
_FACETS = {
    "reports": ["level", "edition", "checks_status"],
    "documents": ["level", "edition", "checks_status"],
    "portals": ["family"],
    "checks": ["status", "severity"],
}
_QUERIES = {
    "failed_checks": {
        "title": "勾稽核对未过的报告 · Reports with a failed hard check",
        "sql": """select reports.year, reports.issuer_name, checks.id as "check", checks.left, checks.right,
  checks.report_id from checks join reports on reports.id = checks.report_id
where checks.status = 'fail' and checks.severity = 'hard' order by reports.year desc limit 500""",
    },
    "figure_over_time": {
        "title": "一项数字，各县各年 · One indicator, county by year",
        "sql": """select documents.county, documents.year, figures.value, figures.printed, figures.report_id
from figures join documents on documents.report_id = figures.report_id
where figures.id = :figure order by documents.county_id, documents.year limit 2000""",
    },
    "corrections": {
        "title": "发布后改过的数字 · Figures changed after publication",
        "sql": "select * from changes where kind = 'changed' order by new_date desc limit 500",
    },
}


def application(room: Room, mutable: bool = True) -> App:
    """The reading room as an ASGI application. Datasette's plugins are the process's own: one room each."""
    # Datasette's own answer to failures prints a traceback even for a missing page; ours is a sentence.
    for name in (NAME, "datasette.handle_exception"):
        if pm.has_plugin(name):
            pm.unregister(name=name)
    pm.register(ReadingRoom(room), NAME)
    datasette = Datasette(
        files=[],
        metadata=metadata(),
        template_dir=str(HERE / "templates"),
        static_mounts=[("static", str(HERE / "static"))],
        settings=SETTINGS,
    )
    datasette.remove_database("_memory")
    datasette.add_database(Counted(datasette, str(room.corpus), is_mutable=mutable), name=DATABASE)
    return Door(datasette.app(), room)


def metadata() -> dict[str, Any]:
    """Titles, descriptions, facets and queries, from the schema itself."""
    tables: dict[str, dict[str, Any]] = {
        table.name: {
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
            "facets": _FACETS.get(table.name, []),
        }
        for table in everything()
    }
    tables["reports"] |= {"fts_table": corpus.search.INDEX, "fts_pk": "rowid"}
    tables |= {name: {"hidden": True} for name in _hidden()}
    tables["pages"]["size"] = 5
    tables["tables"]["size"] = 10
    return {
        "title": "县志 xianzhi",
        "source": "县级政府门户网站 · county portals, each row with its capture",
        "databases": {DATABASE: {"tables": tables, "queries": _QUERIES}},
    }


def _hidden() -> list[str]:
    index = corpus.search.INDEX
    return [
        index,
        *(f"{index}_{part}" for part in ("data", "idx", "docsize", "config", "content")),
        *UNCOUNTED,
    ]
