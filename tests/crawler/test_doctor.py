"""The doctor sees what would fail in the night."""

from pathlib import Path

from crawler.doctor import look


def looks(data: Path) -> dict[str, bool]:
    return {found.what: found.good for found in look(data)}


def test_a_sound_machine_is_sound(tmp_path):
    found = looks(tmp_path / "not" / "there" / "yet")
    assert found.pop("browser") in (True, False)
    assert all(found.values()), found


def test_a_bad_registry_and_bad_alarms_are_seen(tmp_path):
    (tmp_path / "portals.tsv").write_text("nonsense\n")
    (tmp_path / "alarms.toml").write_text("[")
    found = looks(tmp_path)
    assert (found["registry"], found["alarms"]) == (False, False)


def test_where_a_crawl_stops_is_what_the_setting_says(tmp_path):
    (disk,) = (found for found in look(tmp_path) if found.what == "disk")
    assert "crawls stop at 512 MiB free" in disk.mend


def test_files_from_the_future_are_seen(tmp_path):
    import os
    import time

    warc = tmp_path / "collections" / "portals" / "archive" / "a.warc.gz"
    warc.parent.mkdir(parents=True)
    warc.touch()
    os.utime(warc, (time.time() + 9999,) * 2)
    assert looks(tmp_path)["clock"] is False
