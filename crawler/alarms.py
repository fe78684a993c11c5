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

import http.client
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
MOST_AT_ONCE = 20  # 钉钉 takes so many messages a minute from one robot
MOST_LINES = 30
_REFUSALS = {"dingtalk": "errcode", "wecom": "errcode", "feishu": "code"}  # not 0: it was refused
_FAILURES = (OSError, ValueError, KeyError, TypeError, http.client.HTTPException, smtplib.SMTPException)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What goes out: ``about`` is a portal's code, or ``many``; ``told`` every field for a program."""

    about: str
    text: str
    told: dict[str, Any]


def letter(change: Change) -> Letter:
    """The letter of one change."""
    told = {
        "code": change.portal.code,
        "county": change.portal.county,
        "before": change.before,
        "after": change.after,
        "findings": [asdict(finding) for finding in change.findings],
        "at": change.at,
        "where": change.where,
    }
    return Letter(about=change.portal.code, text=sentence(change), told=told)


def letters(changes: list[Change], crawled: int) -> list[Letter]:
    """One letter a change; one for all where so many come at once that the services would refuse them."""
    if len(changes) <= MOST_AT_ONCE:
        return [letter(change) for change in changes]
    heads = [sentence(change).splitlines()[0] for change in changes]
    down = sum(change.after == "broken" for change in changes)
    hint = ["Most are broken at once: is this machine's own network up?"] if down * 2 > crawled else []
    text = "\n".join([f"{len(changes)} portals changed their state", *hint, *heads[:MOST_LINES]])
    text += f"\n… and {len(heads) - MOST_LINES} more" if len(heads) > MOST_LINES else ""
    where = changes[0].where.rpartition("/county/")[0] + "/health"
    told = {"changes": [letter(change).told for change in changes], "where": where}
    return [Letter(about="many", text=f"{text}\n{where}", told=told)]


def generic(letter: Letter) -> dict[str, Any]:
    """The body for a program: every field by name."""
    return {"text": letter.text, **letter.told}


def _msgtype_text(letter: Letter) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": letter.text}}


def feishu(letter: Letter) -> dict[str, Any]:
    """飞书 custom bot: ``msg_type`` and ``content.text``."""
    return {"msg_type": "text", "content": {"text": letter.text}}


BODIES: dict[str, Callable[[Letter], dict[str, Any]]] = {
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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ValueError(f"{path}: {error}") from None
    _check_mail(path, ways)
    hooks = ways.get("webhook", [])
    if not isinstance(hooks, list) or not all(isinstance(hook, dict) for hook in hooks):
        raise ValueError(f"{path}: every webhook begins with a line [[webhook]]")
    for hook in hooks:
        _check_hook(path, hook)
    return ways


def _check_mail(path: Path, ways: dict[str, Any]) -> None:
    mail = ways.get("mail", {"host": "", "from": "", "to": []})
    missing = {"host", "from", "to"} - set(mail) if isinstance(mail, dict) else {"host", "from", "to"}
    if missing:
        raise ValueError(f"{path}: [mail] has no {', '.join(sorted(missing))}")
    if not isinstance(mail["to"], list):
        raise ValueError(f'{path}: in [mail], to is a list: to = ["operator@example.org"]')


def _check_hook(path: Path, hook: dict[str, Any]) -> None:
    if hook.get("kind", "generic") not in BODIES:
        raise ValueError(f"{path}: a webhook's kind is one of {', '.join(BODIES)}")
    if urlsplit(str(hook.get("url", ""))).scheme not in ("http", "https"):
        raise ValueError(f"{path}: a webhook needs a url that begins with http:// or https://")


Way = Callable[[Letter], None]


def names(ways: dict[str, Any]) -> dict[str, Way]:
    """Every way by its name, as something that sends a letter or raises."""
    found: dict[str, Way] = {}
    if "mail" in ways:
        found["mail"] = partial(_mail, ways["mail"])
    for hook in ways.get("webhook", []):
        found[str(hook["url"])] = partial(_post, hook)
    return found


def tried(name: str, way: Way, letter: Letter) -> str | None:
    """Sends a letter one way; a sentence where it failed (an alarm never stops a run)."""
    try:
        way(letter)
    except _FAILURES as error:
        return f"alarm by {_public(name)} failed: {error or type(error).__name__}"
    return None


def _public(name: str) -> str:
    """A way without what must not stand in a log: the token is in the query (钉钉) or the path (飞书)."""
    parts = urlsplit(name)
    return f"{parts.scheme}://{parts.netloc}/…" if parts.netloc else name


def _post(hook: dict[str, Any], letter: Letter) -> None:
    body = BODIES[hook.get("kind", "generic")](letter)
    data = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when the file was read
        hook["url"],
        data=data,
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "xianzhi"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        _refused(hook.get("kind", "generic"), answer.read(4096))


def _refused(kind: str, answer: bytes) -> None:
    """The services answer 200 and say in the body that they refuse. Raises ``ValueError``."""
    try:
        told = json.loads(answer) if kind in _REFUSALS else None
    except ValueError:
        return
    if isinstance(told, dict) and (code := told.get(_REFUSALS[kind])):
        raise ValueError(
            f"it answered {code}: {told.get('errmsg') or told.get('msg') or 'no reason given'}"
        )


def _mail(way: dict[str, Any], letter: Letter) -> None:
    message = EmailMessage()
    message["From"], message["To"] = way["from"], ", ".join(way["to"])
    message["Subject"] = "xianzhi: " + letter.text.splitlines()[0]
    message.set_content(letter.text)
    with smtplib.SMTP(way["host"], int(way.get("port", 25)), timeout=TIMEOUT) as server:
        if way.get("starttls"):
            server.starttls()
        if way.get("user"):
            server.login(way["user"], way["password"])
        server.send_message(message)
