"""Runs a crawl of an adversary in a process of its own (Scrapy's reactor starts once a process)."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def crawl(tmp_path, servers, urls, **job):
    """Runs a recording crawl of one server or several and gives what it saw."""
    servers = servers if isinstance(servers, list) else [servers]
    allowed = [f"{server.host}:{server.port}" for server in servers]
    out = tmp_path / f"out-{len(list(tmp_path.iterdir()))}"
    settings = {
        "XIANZHI_ALLOWED_HOSTS": allowed,
        "XIANZHI_DATA": str(tmp_path / "data"),
        "DOWNLOAD_MAXSIZE": 5_000_000,
        "DOWNLOAD_TIMEOUT": 3,
        **job.pop("settings", {}),
    }
    job = {"urls": list(urls), "settings": settings, "out": str(out), **job}
    file = tmp_path / f"{out.name}.json"
    file.write_text(json.dumps(job))
    done = subprocess.run(
        [sys.executable, "-m", "tests.adversary.crawl", str(file)],
        cwd=ROOT, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert out.exists(), done.stderr[-4000:]
    return {**pickle.loads(out.read_bytes()), "log": done.stderr, "data": tmp_path / "data"}
