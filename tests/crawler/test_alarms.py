"""Alarms: the bodies that the services ask for, sent to a real server on loopback."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from dataclasses import replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller

from crawler.alarms import MOST_AT_ONCE, Change, configured, letter, letters, sentence
from crawler.health import Finding
from crawler.outbox import Outbox
from crawler.registry import Portal
from crawler.webhooks import prepared

CHANGE = Change(
    portal=Portal(code="130123", province="甲省", city="乙市", county="丙县", homepage="http://a.test/"),
    before="ok",
    after="broken",
    at="2026-02-01T00:00:00Z",
    where="http://127.0.0.1:8640/county/130123",
    findings=(Finding(kind="none", state="broken", sentence="no report where the last good run found 14"),),
)


@pytest.fixture
def hook():
    heard: list[dict] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path.startswith("/sulks") else 200)
            self.end_headers()
            if self.path == "/limited":
                self.wfile.write(b'{"errcode": 130101, "errmsg": "send too fast"}')

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def outbox(tmp_path):
    made = Outbox(tmp_path)
    yield made
    made.close()


def ways(tmp_path, *hooks: tuple[str, str]) -> None:
    text = "\n".join(f'[[webhook]]\nkind = "{kind}"\nurl = "{url}"' for kind, url in hooks)
    (tmp_path / "alarms.toml").write_text(text)


def test_every_service_gets_its_own_body(hook, outbox, tmp_path):
    url, heard = hook
    ways(tmp_path, *((kind, f"{url}/{kind}") for kind in ("generic", "dingtalk", "feishu", "wecom")))
    assert outbox.send([letter(CHANGE)]) == []
    text = "xianzhi: " + sentence(CHANGE)  # the keyword that a robot may ask for
    assert heard[0]["after"] == "broken"
    assert heard[1] == heard[3] == {"msgtype": "text", "text": {"content": text}}
    assert heard[2] == {"msg_type": "text", "content": {"text": text}}
    assert "丙县 (130123): ok → broken" in text


def test_an_alarm_that_fails_is_kept_and_the_others_go_out(hook, outbox, tmp_path):
    url, heard = hook
    ways(tmp_path, ("generic", url + "/sulks?access_token=secret"), ("generic", url))
    failures = outbox.send([letter(CHANGE)])
    assert len(heard) == 2
    assert len(failures) == 1
    assert "127.0.0.1" in failures[0]
    assert "secret" not in failures[0], "a token is not for a log"
    assert len(outbox.send([])) == 1, "tried again at the next turn, once"
    assert len(heard) == 3
    ways(tmp_path, ("generic", url))
    assert outbox.send([]) == [], "a way that is no longer told of is forgotten"
    assert len(heard) == 3


def test_a_dead_way_costs_one_try_a_turn_and_loses_nothing(hook, outbox, tmp_path):
    url, heard = hook
    many = [
        letter(replace(CHANGE, portal=replace(CHANGE.portal, code=f"{n}"))) for n in range(130101, 130111)
    ]
    ways(tmp_path, ("generic", url + "/sulks"))
    assert "10 kept" in outbox.send(many)[0]
    assert len(heard) == 1
    assert "10 kept" in outbox.send([many[0]])[0], "of one portal the newest letter is kept"


def test_letters_outlive_a_file_that_cannot_be_read(hook, outbox, tmp_path):
    url, heard = hook
    (tmp_path / "alarms.toml").write_text("[[webhook")
    assert "alarms.toml" in outbox.send([letter(CHANGE)])[0]
    ways(tmp_path, ("generic", url))
    assert outbox.send([]) == []
    assert [body["code"] for body in heard] == ["130123"]
    assert outbox.send([]) == []
    assert len(heard) == 1


def test_a_refusal_in_the_body_is_a_failure(hook, outbox, tmp_path):
    """钉钉 answers 200 to the 21st message of a minute, and says in the body that it was not taken."""
    url, _ = hook
    ways(tmp_path, ("dingtalk", url + "/limited"))
    assert "130101" in outbox.send([letter(CHANGE)])[0]
    ways(tmp_path, ("generic", url + "/limited"))
    assert outbox.send([letter(CHANGE)]) == [], "anybody else's errcode is their own affair"


def test_very_many_changes_are_one_letter():
    many = [replace(CHANGE, portal=replace(CHANGE.portal, code=f"{n}")) for n in range(200)]
    assert len(letters(many[:MOST_AT_ONCE], 200)) == MOST_AT_ONCE
    (one,) = letters(many, 200)
    assert one.text.startswith("200 portals changed their state\nMost are broken at once")
    assert len(one.told["changes"]) == 200
    assert one.text.endswith("/health")


def test_a_mail_server_that_refuses_is_a_sentence(outbox, tmp_path):
    text = '[mail]\nhost = "127.0.0.1"\nport = 1\nfrom = "a@b.test"\nto = ["c@d.test"]\n'
    (tmp_path / "alarms.toml").write_text(text)
    (failure,) = outbox.send([letter(CHANGE)])
    assert failure.startswith("alarm by mail failed")
    assert "1 kept" in failure


@pytest.mark.parametrize(
    "text",
    [
        "[[webhook]]\nkind = 'pigeon'\nurl='http://a'",
        "[[webhook]]\nurl='file:///x'",
        "[",
        "[mail]\nhost='a'",
        "webhook = 3",
        "[[webhook]]\nurl = 'https://user:word@r.test/'",
        "[[webhook]]\nkind = 'wecom'\nurl = 'https://r.test/'\nsecret = 'x'",
    ],
)
def test_a_bad_file_is_told_when_it_is_read(tmp_path, text):
    (tmp_path / "alarms.toml").write_text(text)
    with pytest.raises(ValueError, match=r"alarms\.toml"):
        configured(tmp_path)


def test_a_signed_message_is_signed_as_the_services_say():
    """钉钉: keyed by the secret, in the query; 飞书: keyed by moment and secret, in the body."""
    secret, url = "SECabc", "https://r.test/send?access_token=t"
    at, body = prepared({"kind": "dingtalk", "url": url, "secret": secret}, "t", {}, 1_700_000_000.5)
    query = parse_qs(urlsplit(at).query)
    assert query["access_token"] == ["t"]
    signed = hmac.new(b"SECabc", b"1700000000500\nSECabc", hashlib.sha256).digest()
    assert (query["timestamp"], query["sign"]) == (["1700000000500"], [base64.b64encode(signed).decode()])
    assert "sign" not in body
    at, body = prepared({"kind": "feishu", "url": url, "secret": secret}, "t", {}, 1_700_000_000.0)
    signed = hmac.new(b"1700000000\nSECabc", b"", hashlib.sha256).digest()
    assert (at, body["timestamp"]) == (url, "1700000000")
    assert body["sign"] == base64.b64encode(signed).decode()


def test_a_text_fits_what_the_service_takes_and_still_leads_to_the_page():
    long = "\n".join(["甲县 ok → broken", "·" + "缺" * 2000, "http://127.0.0.1:8640/county/130123"])
    _, body = prepared({"kind": "wecom", "url": "https://r.test/"}, long, {}, 0)
    text = body["text"]["content"]
    assert 2000 < len(text.encode()) <= 2048
    assert text.endswith("…\nhttp://127.0.0.1:8640/county/130123")


@pytest.mark.parametrize("port", ["silent", "trickling"])
def test_a_way_that_does_not_end_holds_nobody_up(outbox, tmp_path, monkeypatch, port):
    """A byte a moment never meets a socket's timeout."""
    monkeypatch.setattr("crawler.alarms.PATIENCE", 0.5)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            ear, _ = server.accept()
            with ear:
                while port == "trickling" and not over.wait(0.05):
                    ear.sendall(b"H")
                over.wait(5)

        thread = threading.Thread(target=trickle)
        thread.start()
        ways(tmp_path, ("generic", f"http://127.0.0.1:{server.getsockname()[1]}/hook/geheim"))
        began = time.monotonic()
        (failure,) = outbox.send([letter(CHANGE)])
        assert time.monotonic() - began < 10
        over.set()
        thread.join()
    assert "1 kept for the next turn" in failure
    assert "geheim" not in failure + (tmp_path / "journal.jsonl").read_text()


def test_a_turn_that_is_told_to_stop_keeps_its_letters(hook, outbox, tmp_path):
    url, heard = hook
    ways(tmp_path, ("generic", url))
    assert outbox.send([letter(CHANGE)], lambda: True) == []
    assert heard == []
    assert outbox.send([]) == []
    assert len(heard) == 1


def test_mail_arrives_at_a_real_server(outbox, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]  # the controller calls itself: it must know
    ear = Controller(Kept(), hostname="127.0.0.1", port=port)
    ear.start()
    try:
        text = (
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nfrom = "a@b.test"\nto = ["c@d.test", "e@d.test"]\n'
        )
        (tmp_path / "alarms.toml").write_text(text)
        assert outbox.send([letter(CHANGE)]) == []
    finally:
        ear.stop()
    (envelope,) = ear.handler.envelopes
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["c@d.test", "e@d.test"]
    assert mail["Subject"] == "xianzhi: 丙县 (130123): ok → broken"
    assert mail.get_content().splitlines() == sentence(CHANGE).splitlines()


class Kept:
    """Keeps what comes."""

    def __init__(self) -> None:
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"
