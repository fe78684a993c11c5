"""``python -m tests.portals``: prints one JSON line and serves until SIGTERM or the end of its input."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from pathlib import Path

from tests.portals.serving import serve


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.portals", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="first port; 0 lets the system choose")
    parser.add_argument("--seed", type=int, default=1, help="everything made up is drawn from it")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="how much noise: 1 is about 450 pages a portal"
    )
    parser.add_argument(
        "--families", default="", help="names, families or 'demo', with commas; all without it"
    )
    parser.add_argument("--texts", type=Path, help="a folder of .txt served in the demo counties' columns")
    parser.add_argument("--forever", action="store_true", help="do not stop when the input closes")
    asked = parser.parse_args()
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    names = [n for n in asked.families.split(",") if n] or None
    try:
        with serve(
            names, seed=asked.seed, scale=asked.scale, texts=asked.texts, port=asked.port
        ) as portals:
            print(portals.line(), flush=True)
            if not asked.forever:
                threading.Thread(target=_watch, args=(over,), daemon=True).start()
            over.wait()
    except (ValueError, OSError) as problem:
        print(f"portals: {problem}", file=sys.stderr)
        return 2
    return 0


def _watch(over: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stdin.read()
    over.set()


if __name__ == "__main__":
    sys.exit(main())
