"""A recording proxy in the crawl's own process, for the browser.

Everything the browser fetches goes through it, redirect targets and sub-resources included, which
Playwright's own routing does not give (2 of 11 escaped, ARCHIVE §6b). One port a page, so that every
exchange carries its page's id. It knows nothing of Playwright.
"""

from crawler.recordingproxy.page import Manners, Page, Unwelcome
from crawler.recordingproxy.proxy import RecordingProxy

__all__ = ["Manners", "Page", "RecordingProxy", "Unwelcome"]
