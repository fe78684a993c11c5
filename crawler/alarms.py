"""One message a state change: what it says, and the ways it can take.

The ways are told in ``DATA/alarms.toml``, each optional::

    [mail]
    host = "smtp.example.org"
    from = "xianzhi@example.org"
    to = ["operator@example.org"]

    [[webhook]]
    kind = "generic"        # or dingtalk (钉钉), feishu (飞书), wecom (企业微信)
    url = "https://…"
"""

import json
import smtplib
import tomllib
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.health import Finding, State
from crawler.registry import Portal

TIMEOUT = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A portal went from one state to another. ``where`` leads to the portal's page."""

    portal: Portal
    before: State | None
    after: State
    findings: tuple[Finding, ...]
    at: str
    where: str


def sentence(change: Change) -> str:
    """The message as a person reads it: one line of what, one a finding, one of where to look."""
    name = f"{change.portal.county} ({change.portal.code})"
    head = f"{name}: {_words(change.before or 'new')} → {_words(change.after)}"
    return "\n".join([head, *(f"· {f.sentence}" for f in change.findings), change.where])


def _words(state: str) -> str:
    return state.replace("_", " ")


def generic(change: Change) -> dict[str, Any]:
    """The body for a program: every field by name."""
    return {
        "text": sentence(change),
        "code": change.portal.code,
        "county": change.portal.county,
        "before": change.before,
        "after": change.after,
        "findings": [asdict(finding) for finding in change.findings],
        "at": change.at,
        "where": change.where,
    }


def _msgtype_text(change: Change) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": sentence(change)}}


def feishu(change: Change) -> dict[str, Any]:
    """飞书 custom bot: ``msg_type`` and ``content.text``."""
    return {"msg_type": "text", "content": {"text": sentence(change)}}


BODIES: dict[str, Callable[[Change], dict[str, Any]]] = {
    "generic": generic,
    "dingtalk": _msgtype_text,
    "feishu": feishu,
    "wecom": _msgtype_text,
}


def configured(data: Path) -> dict[str, Any]:
    """The ways told in ``alarms.toml``, none where there is no such file. Raises ``ValueError``."""
    path = data / "alarms.toml"
    if not path.exists():
        return {}
    try:
        ways = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise ValueError(f"{path}: {error}") from None
    for hook in ways.get("webhook", []):
        _check_hook(path, hook)
    return ways


def _check_hook(path: Path, hook: dict[str, Any]) -> None:
    if hook.get("kind", "generic") not in BODIES:
        raise ValueError(f"{path}: a webhook's kind is one of {', '.join(BODIES)}")
    if urlsplit(str(hook.get("url", ""))).scheme not in ("http", "https"):
        raise ValueError(f"{path}: a webhook needs a url that begins with http:// or https://")


def send(ways: dict[str, Any], change: Change) -> list[str]:
    """Sends a change all ways; gives back a sentence for each that failed (an alarm never stops a run)."""
    failures = []
    if "mail" in ways:
        failures += _tried("mail", partial(_mail, ways["mail"], change))
    for hook in ways.get("webhook", []):
        body = BODIES[hook.get("kind", "generic")](change)
        failures += _tried(hook["url"], partial(_post, hook["url"], body))
    return failures


def _tried(name: str, way: Callable[[], None]) -> list[str]:
    try:
        way()
    except (OSError, ValueError, KeyError, smtplib.SMTPException) as error:
        return [f"alarm by {name} failed: {error}"]
    return []


def _post(url: str, body: dict[str, Any]) -> None:
    data = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when the file was read
        url, data=data, headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "xianzhi"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
        pass


def _mail(way: dict[str, Any], change: Change) -> None:
    message = EmailMessage()
    message["From"], message["To"] = way["from"], ", ".join(way["to"])
    message["Subject"] = "xianzhi: " + sentence(change).splitlines()[0]
    message.set_content(sentence(change))
    with smtplib.SMTP(way["host"], int(way.get("port", 25)), timeout=TIMEOUT) as server:
        if way.get("starttls"):
            server.starttls()
        if way.get("user"):
            server.login(way["user"], way["password"])
        server.send_message(message)
