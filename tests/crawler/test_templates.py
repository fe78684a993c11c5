"""What a site's other pages teach, cut from its reports: the same whatever was read first."""

import dataclasses
import json
import sqlite3
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import pages
from archive import Collection
from archive.capture import Discovery
from corpus import Catalogue
from crawler import processing, reprocessing, templates
from crawler.cli import main
from crawler.readers import Readers
from pages.template import Template
from reports.model import CleanPage
from tests.archive_helpers import exchange, page
from tests.bench.sites import dressed
from tests.crawler.crawled import crawled
from tests.portals.registry import KINDS
from tests.portals.sites.hanweb import HanwebSite

HOME = "http://www.qingjiang.gov.cn/"
CODES = {"码上看清江", "把镜头对准它继续看"}
CUT = "select text from removals where rule = 'site_template'"


class DressedSite(HanwebSite):
    """Words that no rule has, in the article's own box."""

    editor = (
        '<div id="zoom"><p>古韵松泉待君游</p><!--begin-->',
        "<!--end--><p>码上看松泉</p><div>存进我的小书签</div></div>",
    )


@pytest.fixture(autouse=True)
def one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process to read in costs more to start than these few pages to read."""
    monkeypatch.setattr(reprocessing, "Readers", lambda number: Readers(1))


def run(*words: object) -> dict[str, object]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def process(data: Path, *words: str) -> str:
    """The corpus' digest after ``xianzhi process``."""
    run("process", *words, "--data", data, "--json")
    with Catalogue(data / "corpus.db") as catalogue:
        return catalogue.digest()


def asked(data: Path, question: str) -> list[str]:
    with closing(sqlite3.connect(data / "corpus.db")) as corpus:
        return [text for (text,) in corpus.execute(question)]


def archived(
    data: Path, payloads: Iterable[bytes], *, year: int = 2024, first: int = 0, found: bool = True
) -> None:
    """Pages into the archive, a minute apart; ``found``: as candidates for reports."""
    with Collection(data).writer() as writer:
        for n, payload in enumerate(payloads, first):
            one = exchange(f"{HOME}{year}/{n}.html", page(payload))
            began = datetime(year, 3, 31, 8, n, tzinfo=UTC)
            writer.record(
                dataclasses.replace(one, began=began), Discovery(seed=HOME) if found else None
            ).result(60)


def test_crawled_processed_and_rebuilt_it_is_the_same_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "hanweb", DressedSite)
    data = crawled(tmp_path, ["hanweb"])
    with Catalogue(data / "corpus.db") as catalogue:
        crawl = catalogue.digest()
    reports = asked(data, "select p.text from pages p join reports r on r.id = p.id")
    assert len(reports) > 60
    assert not [text for text in reports if "码上看松泉" in text or "待君游" in text or "书签" in text]
    assert {line for text in asked(data, CUT) for line in text.split("\n")} == {
        "古韵松泉待君游", "码上看松泉", "存进我的小书签",
    }  # fmt: skip
    assert process(data, "--rebuild") == crawl
    assert run("verify", "--data", data, "--json")["problems"] == []


def test_what_comes_later_teaches_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = dressed("codes", "one box")
    archived(tmp_path, (one.html for one in site.reports))
    archived(tmp_path, site.others[:3], first=20)
    process(tmp_path)
    assert asked(tmp_path, CUT) == []  # fewer than six teach nothing
    archived(tmp_path, site.others[10:], first=30, found=False)
    again: list[int] = []
    told = templates.apply
    monkeypatch.setattr(templates, "apply", lambda *all_: again.append(told(*all_)))
    after = process(tmp_path)
    assert {line for text in asked(tmp_path, CUT) for line in text.split("\n")} == CODES
    with monkeypatch.context() as patch:
        patch.setattr(templates, "Lessons", None)  # nothing is learned again where nothing changed
        assert process(tmp_path) == after
    assert again == [5, 0]
    assert process(tmp_path, "--rebuild") == after


def test_a_site_that_changes_its_dress_is_learned_anew_also_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*all_: object) -> bool:
        raise RuntimeError("killed")

    for year, dress in ((2023, "codes"), (2025, "pass on")):
        site = dressed(dress, "one box")
        archived(tmp_path, (one.html for one in site.reports), year=year)
        archived(tmp_path, site.others[:8], year=year, first=20)
        with monkeypatch.context() as patch, pytest.raises(AssertionError):
            patch.setattr(Catalogue, "store_again", killed)
            process(tmp_path)
    after = process(tmp_path)
    cut = "select r.text from removals r join captures c on c.id = r.page_id where rule = 'site_template'"
    old, new = (asked(tmp_path, f"{cut} and date like '{year}%'") for year in (2023, 2025))
    assert {line for text in old for line in text.split("\n")} == CODES
    assert {line for text in new for line in text.split("\n")} == {
        "告诉朋友",
        "存进我的小书签",
        "发到圈子里",
    }
    assert process(tmp_path, "--rebuild") == after


def test_what_others_archived_teaches_too_and_a_line_comes_back_that_the_nearer_pages_do_not_have(
    tmp_path: Path,
) -> None:
    data, theirs = tmp_path / "data", tmp_path / "theirs"
    site, other = dressed("codes", "one box"), dressed("pass on", "one box")
    archived(data, (one.html for one in site.reports), year=2023)
    archived(data, site.others[:8], year=2025, first=20)
    process(data)
    assert len(asked(data, CUT)) == 5
    archived(theirs, other.others, year=2023, first=40, found=False)
    (file,) = Collection(theirs).archive_dir.iterdir()
    assert CliRunner().invoke(main, ["import", str(file), "--data", str(data)]).exit_code == 0
    after = process(data)
    assert asked(data, CUT) == []
    assert process(data, "--rebuild") == after


def test_a_template_takes_nothing_that_the_report_says(tmp_path: Path) -> None:
    site = dressed("codes", "one box")
    archived(tmp_path, [site.reports[-1].html])
    (capture,) = Collection(tmp_path).captures()
    said, _ = processing.read(capture)
    signed = next(line for line in said.text.split("\n") if line == "2024年1月9日")
    assert processing.read(capture, Template(common=frozenset({signed}), pages=6))[0] == said
    less, _ = processing.read(capture, Template(common=frozenset(CODES), pages=6))
    assert less != said


@pytest.mark.parametrize("slip", [processing.TooSlow, MemoryError, ValueError])
def test_a_template_that_fails_leaves_the_report_as_it_was_read(
    slip: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = pages.clean("<title>清江县2022年政府信息公开工作年度报告</title><p>主动公开三条。</p>".encode())

    def cleaned(capture: object, *, template: Template | None) -> CleanPage:
        if template is not None:
            raise slip
        return clean

    monkeypatch.setattr(pages, "clean_capture", cleaned)
    capture = SimpleNamespace(url=HOME, discovery=None)
    template = Template(common=frozenset(CODES), pages=6)
    assert processing.read(capture, template) == processing.read(capture)  # type: ignore[arg-type]
    assert processing.read(capture)[0].kind != "error"  # type: ignore[arg-type]


def test_a_reader_that_ended_with_the_template_leaves_the_report_in_the_corpus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capture = SimpleNamespace(url=HOME, discovery=None)
    template = Template(common=frozenset(CODES), pages=6)
    ended: Future[object] = Future()
    ended.set_result(processing.failed(capture, "reading it ended its reader"))  # type: ignore[arg-type]
    readers = SimpleNamespace(submit=lambda *job: ended)
    kept = SimpleNamespace(store_again=lambda *words: pytest.fail("replaced"))
    site = templates._Site(kept, (), readers, None)  # type: ignore[arg-type]
    monkeypatch.setattr(templates._Site, "_jobs", lambda self, page: [(capture, template)])
    assert site.bring(["a"]) == 0
