"""The demo portals do what the other tests lean on: deterministic, complete, damaged where they say so."""

import json
import re
import subprocess
import sys
import urllib.request
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.portals import damage, serve
from tests.portals.registry import KINDS
from tests.portals.server import Request
from tests.portals.world import county

ROOT = Path(__file__).resolve().parents[2]


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read()


@pytest.fixture(scope="module")
def portals():
    with serve(("demo",), scale=0.2) as served:
        yield served


def test_the_command_prints_one_line_and_ends_with_its_input():
    command = [sys.executable, "-m", "tests.portals", "--families", "gbk", "--scale", "0.1"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        told = json.loads(process.stdout.readline())["portals"]
        assert [p["name"] for p in told] == ["gbk"]
        assert len(json.loads(Path(told[0]["truth"]).read_text())) > 60
        assert b"gb2312" in fetched(told[0]["url"])
        process.stdin.close()
        assert process.wait(10) == 0


def test_an_unknown_family_is_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "tests.portals", "--families", "no"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


def test_every_true_address_answers_with_its_title(portals):
    for portal in portals:
        for entry in portal.truth[::7]:
            codec = "gb18030" if portal.name == "gbk" else "utf-8"
            assert entry["title"] in fetched(entry["url"]).decode(codec)


def test_two_servings_of_one_seed_are_the_same_but_for_the_counter(portals):
    with serve(("trs",), scale=0.2) as again:
        for mine, other in zip(portals["trs"].truth, again["trs"].truth, strict=True):
            assert mine["url"].partition("/zwgk")[2] == other["url"].partition("/zwgk")[2]
            assert mine["table"] == other["table"]


def test_the_view_counter_changes_at_every_fetch(portals):
    assert fetched(portals["trs"].url) != fetched(portals["trs"].url)


def test_the_access_log_has_every_request(portals):
    before = len(portals["hanweb"].log)
    fetched(portals["hanweb"].url + "no-such-page")
    assert [hit.target for hit in portals["hanweb"].log[before:]] == ["/no-such-page"]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_attachments_are_real_documents_and_the_same_each_time(portals, form):
    entry = next(e for e in portals["trs"].truth if e["form"] == form)
    data = fetched(entry["attachment"])
    assert data.startswith(b"%PDF" if form == "pdf" else b"PK\x03\x04")
    with serve(("trs",), scale=0.2) as again:
        assert fetched(next(e for e in again["trs"].truth if e["form"] == form)["attachment"]) == data


def test_a_mark_that_straddles_two_characters_slips_the_bytes():
    assert damage.slipped("　（一）主動公開政府信息數") == "?。ㄒ唬┲鲃庸\ue0a6_政府信息數"
    assert damage.slipped("完成。縣級") == "完成?？h級"
    assert damage.slipped("主动公开。不同方式！") == "主动公开。不同方式！"


def test_given_texts_cross_as_they_are(tmp_path):
    (tmp_path / "a.txt").write_text(
        "甲县2020年报告\n\n\t规章\n\t5 \n\n\t?。ㄒ唬\ue0a6_\n\t0\n完", encoding="utf-8"
    )
    with serve(("trs",), scale=0.1, texts=tmp_path) as served:
        site = served["trs"].site
        item = site.county.columns["annual_county"].items[0]
        page = fetched(site.url + site.item_url(item)).decode()
        assert "<tr><td>规章</td><td>5 </td></tr><tr><td>?。ㄒ唬\ue0a6_</td><td>0</td></tr>" in page
        assert (
            site.item_url(item).rpartition("/")[2]
            in fetched(site.url + site.column_url(site.column(item))).decode()
        )


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("waf", "challenge", "busy")])
def test_every_link_of_home_and_lists_leads_somewhere(name):
    site = KINDS[name](county(seed=1, index=list(KINDS).index(name), scale=0.05), name)
    site.url = "http://portal"
    asked = {"/"} | {site.column_url(column) for column in site.county.columns.values()}
    for target in {target.partition("#")[0] for target in asked} & set(site.pages):
        for href in re.findall(r'href=["\']?([^"\'> ]+)', site.pages[target]()):
            url = urljoin("http://portal" + target, unescape(href)).partition("#")[0]
            if url.startswith("http://portal/") and "<?=" not in url and not url.endswith(".css"):
                answer = site.answer(Request(method="GET", target=url.removeprefix("http://portal")))
                assert answer.status < 404 and "页面不存在".encode() not in answer.body[:200], (target, url)
