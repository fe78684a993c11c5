"""Alarms: the bodies that the services ask for, sent to a real server on loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from crawler.alarms import Change, configured, send, sentence
from crawler.health import Finding
from crawler.registry import Portal

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
            self.send_response(500 if self.path == "/sulks" else 200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_service_gets_its_own_body(hook):
    url, heard = hook
    kinds = ("generic", "dingtalk", "feishu", "wecom")
    assert send({"webhook": [{"kind": kind, "url": url} for kind in kinds]}, CHANGE) == []
    text = sentence(CHANGE)
    assert heard[0]["after"] == "broken"
    assert heard[1] == heard[3] == {"msgtype": "text", "text": {"content": text}}
    assert heard[2] == {"msg_type": "text", "content": {"text": text}}
    assert "丙县 (130123): ok → broken" in text


def test_an_alarm_that_fails_is_a_sentence_and_the_others_go_out(hook):
    url, heard = hook
    failures = send({"webhook": [{"url": url + "/sulks"}, {"url": url}]}, CHANGE)
    assert len(heard) == 2
    assert len(failures) == 1
    assert "sulks" in failures[0]


@pytest.mark.parametrize(
    "text", ["[[webhook]]\nkind = 'pigeon'\nurl='http://a'", "[[webhook]]\nurl='file:///x'", "["]
)
def test_a_bad_file_is_told_when_it_is_read(tmp_path, text):
    (tmp_path / "alarms.toml").write_text(text)
    with pytest.raises(ValueError, match=r"alarms\.toml"):
        configured(tmp_path)
