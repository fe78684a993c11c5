"""Pages that only a browser makes: real Chromium through the recording proxy, honestly named.

For Scrapy: a request with ``meta={"browser": True}`` comes back as an HtmlResponse of the DOM
(:mod:`crawler.rendering.answering`). By itself: :class:`Browser`.
"""

from crawler.rendering.browser import Browser, Rendered, RenderFailed

__all__ = ["Browser", "RenderFailed", "Rendered"]
