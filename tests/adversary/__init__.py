"""A server that answers as badly as real ones do, and whose log is the truth.

``serve()`` gives a :class:`Adversary`; its ``log`` has every exchange as the socket saw it. The answers
are in :mod:`tests.adversary.cases`.
"""

from tests.adversary.cases import CASES, Case
from tests.adversary.server import Adversary, Seen, serve

__all__ = ["CASES", "Adversary", "Case", "Seen", "serve"]
