"""One message a state change: what it says, and the ways it can take.

The ways are told in ``DATA/alarms.toml``, each optional::

    [mail]
    host = "smtp.example.org"
    from = "xianzhi@example.org"
    to = ["operator@example.org"]
    port = 465              # and: ssl = true, or starttls = true; user, password

    [[webhook]]
    kind = "generic"        # or dingtalk (钉钉), feishu (飞书), wecom (企业微信)
    url = "https://…"
    secret = "SEC…"         # where the robot wants signed messages (dingtalk, feishu)
"""

import smtplib
import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler import webhooks
from crawler.health import Finding, State
from crawler.registry import Portal

PATIENCE = 20.0  # seconds for a letter as a whole
MOST_AT_ONCE = 20  # 钉钉 takes so many messages a minute from one robot
MOST_LINES = 30


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
    for why in filter(None, map(webhooks.fault, hooks)):
        raise ValueError(f"{path}: {why}")
    return ways


def _check_mail(path: Path, ways: dict[str, Any]) -> None:
    mail = ways.get("mail", {"host": "", "from": "", "to": []})
    missing = {"host", "from", "to"} - set(mail) if isinstance(mail, dict) else {"host", "from", "to"}
    if missing:
        raise ValueError(f"{path}: [mail] has no {', '.join(sorted(missing))}")
    if not isinstance(mail["to"], list):
        raise ValueError(f'{path}: in [mail], to is a list: to = ["operator@example.org"]')


Way = Callable[[Letter], None]


def names(ways: dict[str, Any]) -> dict[str, Way]:
    """Every way by its name, as something that sends a letter or raises."""
    found: dict[str, Way] = {}
    if "mail" in ways:
        found["mail"] = partial(_mail, ways["mail"])
    for hook in ways.get("webhook", []):
        found[str(hook["url"])] = partial(_post, hook)
    return found


def tried(name: str, way: Way, letter: Letter, stopping: Callable[[], bool] = lambda: False) -> str | None:
    """Sends a letter one way; a sentence where it failed (an alarm never stops a run, nor holds it up).

    A service that trickles its answer keeps to every socket's timeout: so it is waited for in a thread.
    """
    told: list[Exception | None] = []
    thread = threading.Thread(target=lambda: told.append(_attempt(way, letter)), daemon=True)
    thread.start()
    end = time.monotonic() + PATIENCE
    while thread.is_alive() and time.monotonic() < end and not stopping():
        thread.join(0.2)
    if not told:
        return f"alarm by {_public(name)} failed: no answer within {PATIENCE:g} s"
    return f"alarm by {_public(name)} failed: {_hidden(name, told[0])}" if told[0] else None


def _attempt(way: Way, letter: Letter) -> Exception | None:
    try:
        way(letter)
    except Exception as error:  # noqa: BLE001 -- whatever the other side made of it
        return error
    return None


def _hidden(name: str, error: Exception) -> str:
    """What went wrong; some errors quote the address they were given, or the password."""
    text = " ".join(str(error).split()) or type(error).__name__
    parts = urlsplit(name)
    for secret in sorted({name, parts.query, parts.path} - {"", "/", "mail"}, key=len, reverse=True):
        text = text.replace(secret, "…")
    return text[:300]


def _public(name: str) -> str:
    """A way without what must not stand in a log: the token is in the query (钉钉) or the path (飞书)."""
    parts = urlsplit(name)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/…" if parts.netloc else name


def _post(hook: dict[str, Any], letter: Letter) -> None:
    webhooks.post(hook, letter.text, letter.told)


def _mail(way: dict[str, Any], letter: Letter) -> None:
    message = EmailMessage()
    message["From"], message["To"] = way["from"], ", ".join(way["to"])
    message["Subject"] = "xianzhi: " + letter.text.splitlines()[0]
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="xianzhi.invalid")
    message.set_content(letter.text)
    opened = smtplib.SMTP_SSL if way.get("ssl") else smtplib.SMTP
    port = int(way.get("port", 465 if way.get("ssl") else 25))
    with opened(way["host"], port, timeout=webhooks.TIMEOUT) as server:
        if way.get("starttls"):
            server.starttls()
        if way.get("user"):
            server.login(way["user"], way["password"])
        server.send_message(message)
