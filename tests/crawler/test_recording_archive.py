"""The recorder and the real archive: a full disk and a locked collection stop the crawl, in one line."""

import random
import resource
import subprocess

import archive
from tests.adversary import serve
from tests.adversary.cases import HTML, length
from tests.adversary.crawling import crawl
from tests.crawler.crawling import ROOT, command, environment

OWN = {"XIANZHI_WRITER": None, "CONCURRENT_REQUESTS": 1}


def test_a_full_disk_closes_the_crawl_and_loses_nothing_acknowledged(tmp_path):
    noise = random.Random(1).randbytes  # cannot be compressed
    with serve() as server:
        server.extra.update({f"/{n}": length(noise(150_000), HTML) for n in range(30)})
        urls = [server.url(str(n)) for n in range(30)]
        result = crawl(tmp_path, server, urls, settings=OWN, largest_file=1_000_000)
        asked = len(server.log)
    assert result["stats"]["finish_reason"] == "disk_full" and asked < 30
    assert result["log"].count("The archive cannot go on") == 1 and "Traceback" not in result["log"]
    acknowledged = {page["record_id"] for page in result["pages"]}
    kept = {capture.record_id for capture in archive.Collection(tmp_path / "data", "portals").captures()}
    assert acknowledged and acknowledged <= kept


def test_a_collection_that_another_process_writes_is_left_alone(tmp_path):
    with archive.Collection(tmp_path / "data", "portals").writer(), serve() as server:
        settings = {**OWN, "XIANZHI_WRITER": "tests.adversary.crawl.impatient"}
        result = crawl(tmp_path, server, [server.url("plain")], settings=settings)
        assert server.log == []
    assert result["stats"]["finish_reason"] == "archive_failed" and result["pages"] == []
    assert "Traceback" not in result["log"]


def test_a_full_disk_is_told_in_a_line_and_no_traceback(tmp_path):
    """The log cannot be written either."""
    noise = random.Random(2).randbytes
    words = ("--allow-private-hosts", "--delay", "0", "--browser", "never", "--json")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))  # noqa: E731
    with serve() as server:
        links = "".join(f'<li><a href="/{n}.html">第{n}号</a></li>' for n in range(40)).encode()
        server.extra |= {f"/{n}.html": length(links + noise(90_000), HTML) for n in range(40)}
        server.extra["/"] = length(links, HTML)
        asked = command(server.url("/"), *words, data=tmp_path / "data")
        done = subprocess.run(asked, cwd=ROOT, env=environment(), capture_output=True, text=True,
                              timeout=100, preexec_fn=limit)  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("the disk is full: make room, then resume") == 1
    assert "Traceback" not in done.stderr
