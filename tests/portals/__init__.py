"""Made-up county portals on loopback, with their truth: for the tests, the demo and the benchmarks.

python -m tests.portals --families demo     one JSON line, then serves until its input closes
with tests.portals.serve(("trs",)) as portals: …
"""

from tests.portals.serving import Portal, Portals, serve

__all__ = ["Portal", "Portals", "serve"]
