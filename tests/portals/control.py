"""A port beside the portals for whoever runs them in another process: access logs and truth as JSON.

``GET /log/NAME`` gives ``[[seconds, method, target, status, agent], …]``, ``GET /truth/NAME`` the truth.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.portals.server import Request, Response

if TYPE_CHECKING:
    from tests.portals.serving import Portal


def answering(portals: dict[str, Portal]) -> Callable[[Request], Response]:
    """The control port's answers for these portals."""

    def answer(request: Request) -> Response:
        kind, _, name = request.path.strip("/").partition("/")
        portal = portals.get(name)
        if portal is None or kind not in ("log", "truth"):
            return Response(status=404, body=b"{}", content_type="application/json")
        told = (
            portal.truth
            if kind == "truth"
            else [[h.at, h.method, h.target, h.status, h.agent] for h in portal.log]
        )
        return Response(body=json.dumps(told, ensure_ascii=False).encode(), content_type="application/json")

    return answer
