"""The recorder and the real archive: a full disk and a locked collection stop the crawl, in one line."""

import random

import archive
from tests.adversary import serve
from tests.adversary.cases import HTML, length
from tests.adversary.crawling import crawl

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
