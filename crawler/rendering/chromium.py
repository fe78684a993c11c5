"""Where Chromium is, and how it is started: nothing of its own reaches the network."""

import os
import shutil
from pathlib import Path
from typing import Any

# Everything a page fetches goes to its page's proxy; names are never resolved by the browser, and what
# it does for itself (updates, safe browsing, QUIC, WebRTC's own UDP) has no way out.
SWITCHES = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def executable(own: str) -> str | None:
    """Playwright's own Chromium if it is installed, else the system's; ``None`` where there is none."""
    if Path(own).exists():
        return own
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


def launch_options(path: str) -> dict[str, Any]:
    """For ``chromium.launch``; the sandbox is given up only where root cannot have one."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {
        "executable_path": path,
        "args": [*SWITCHES, *(["--no-sandbox"] if root else [])],
        "proxy": {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"},  # contexts bring their own
        "chromium_sandbox": not root,
        "timeout": 30_000,
        # A signal is the crawl's to answer: it lets the pages under way end and then closes the browser.
        **dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False),
    }


def context_options(port: int, user_agent: str) -> dict[str, Any]:
    """A new profile for one page, through its port of the proxy."""
    return {
        "proxy": {"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"},
        "user_agent": user_agent,
        "ignore_https_errors": True,
        "accept_downloads": False,
        "service_workers": "block",
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1280, "height": 1024},
    }
