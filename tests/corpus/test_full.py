"""A full disk: what was stored is whole, nothing half is left, and one line says so."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STORE = """
import resource, signal, sys
from pathlib import Path
from corpus import Catalogue, Full
from tests.bench import corpus_made

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))
try:
    with Catalogue(Path(sys.argv[1])) as catalogue:
        for triple in corpus_made.corpus(2000):
            catalogue.store(*triple)
except Full as error:
    print(error)
    raise SystemExit(3)
"""


def limited(*words: str, script: str | None = None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", script, *words] if script else [sys.executable, *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=100)


def test_the_catalogue_stops_with_a_sentence_and_keeps_what_it_has(tmp_path):
    from corpus import Catalogue
    from tests.bench import corpus_made

    run = limited(str(tmp_path / "corpus.db"), script=STORE)
    assert run.returncode == 3, run.stderr
    assert "make room" in run.stdout
    with Catalogue(tmp_path / "corpus.db") as catalogue:
        stored = catalogue.db["reports"].count
        assert stored > 5
        with Catalogue(tmp_path / "again.db") as again:
            for triple in corpus_made.corpus(stored):
                again.store(*triple)
            assert again.digest() == catalogue.digest()


EXPORT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from crawler.cli import main
main(["export", "--data", sys.argv[1], "--to", sys.argv[2], "--format", sys.argv[3]])
"""


def test_an_export_leaves_nothing_half(filled, tmp_path):
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    shutil.copy(filled / "corpus.db", tmp_path)
    for form in ("csv", "parquet"):
        run = limited(str(tmp_path), str(tmp_path / "out"), form, script=EXPORT)
        assert run.returncode == 3, (form, run.stderr)
        (line,) = run.stderr.strip().splitlines()
        assert "no room" in line
        assert sorted(path.name for path in tmp_path.iterdir() if "corpus.db" not in path.name) == []


PROCESS = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
from crawler.cli import main
main(["process", "--data", sys.argv[1]])
"""


def test_process_ends_with_3(tmp_path):
    from archive import Collection
    from tests.archive_helpers import exchange, page

    with Collection(tmp_path).writer() as writer:
        writer.record(exchange("http://www.jia.example/", page(b"<p>1")))
    run = limited(str(tmp_path), script=PROCESS)
    assert run.returncode == 3, run.stderr
    (line,) = run.stderr.strip().splitlines()
    assert "no room" in line
