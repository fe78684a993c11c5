"""Scrapy's settings of one crawl: the project's, what its plan says, and who we say we are."""

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def project() -> Any:
    """The project's own settings, before any plan."""
    from scrapy.settings import Settings

    made = Settings()
    made.setmodule(os.environ.get("XIANZHI_SETTINGS", "settings.local"), priority="project")
    return made


def settings(data: Path, collection: str, directory: Path, plan: dict[str, Any]) -> Any:
    """Scrapy's settings of one crawl: the project's, then what the plan says."""
    made = project()
    own = {
        "XIANZHI_DATA": str(data),
        "XIANZHI_COLLECTION": collection,
        "XIANZHI_CRAWL_ID": directory.name,
        "XIANZHI_CRAWL_DIR": str(directory),
        "XIANZHI_STATE": str(directory / "frontier.db"),
        "XIANZHI_DELAY": plan["delay"],
        "XIANZHI_RENDER": plan["browser"],
        "XIANZHI_ALLOWED_HOSTS": named(plan["portals"]) if plan["private"] else None,
        "LOG_FILE": str(directory / "crawl.log"),
        "XIANZHI_VISITS": None if plan.get("afresh") else str(directory.parents[1] / "visits.db"),
        "XIANZHI_NOW": plan.get("now"),
    }
    made.setdict(own | _identity(made), priority="cmdline")
    return made


def _identity(made: Any) -> dict[str, Any]:
    """Who we say we are: the project's name, and the operator's contact where one is set."""
    contact = os.environ.get("XIANZHI_CONTACT", "").strip()
    if not contact or not contact.isprintable():
        return {}
    agent = f"xianzhi/{version('xianzhi')} (+{contact}; open-government report archive)"
    headers = dict(made.getdict("DEFAULT_REQUEST_HEADERS")) | {"User-Agent": agent}
    return {"USER_AGENT": agent, "DEFAULT_REQUEST_HEADERS": headers}


def named(portals: list[dict[str, Any]]) -> list[str]:
    """The hosts and ports that the seeds name."""
    found = []
    for portal in portals:
        parts = urlsplit(portal["seed"])
        found.append(f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}")
    return found
