"""The sample archives of pywb, as its package brings them: each loads, or is refused with a reason."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.errors import NotWarc
from archive.imports import import_file
from archive.verification import verify
from tests.archive.judges import JUDGES

BIN = Path(sys.executable).parent
REFUSED = {
    "bad.arc": "ARC", "example.arc": "ARC", "example.arc.gz": "ARC",
    "example.warc": "at 4764 there is no WARC record",  # a Content-Length there is three bytes short
    "missing-status-text.warc": "line ends are doubled",
}  # fmt: skip


@pytest.fixture(scope="module")
def samples() -> Path:
    """pywb's ``sample_archive/warcs``, from its source distribution, kept in .tools/judges."""
    home = JUDGES / "fixtures"
    home.mkdir(parents=True, exist_ok=True)
    if not list(home.glob("pywb-*.tar.gz")):
        fetch = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            "-d",
            home,
            "pywb",
        ]
        outside = [["python3", *fetch[1:]], fetch]
        if all(subprocess.run(command, capture_output=True, timeout=100).returncode for command in outside):
            pytest.skip("pywb's samples cannot be fetched here")
    with tarfile.open(next(home.glob("pywb-*.tar.gz"))) as package:
        package.extractall(home, filter="data")
    return next(home.glob("pywb-*/sample_archive/warcs"))


@pytest.mark.storm
def test_each_loads_or_is_refused_with_the_reason(samples: Path, tmp_path: Path):
    collection, refused, captures = Collection(tmp_path), {}, 0
    for path in sorted(samples.iterdir()):
        try:
            captures += import_file(path, collection).captures
        except NotWarc as reason:
            refused[path.name] = str(reason)
    assert set(refused) == set(REFUSED)
    assert all(REFUSED[name] in reason for name, reason in refused.items()), refused
    assert len(list(collection.captures())) >= 190
    assert verify(collection).problems == ()
    warcs = sorted(collection.archive_dir.iterdir())
    theirs = subprocess.run([BIN / "cdxj-indexer", "-s", *warcs], capture_output=True, check=True).stdout
    assert collection.index_path.read_bytes() == theirs
