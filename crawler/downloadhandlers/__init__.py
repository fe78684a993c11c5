"""Download handlers for Scrapy: every exchange recorded as it crossed the wire.

``DOWNLOAD_HANDLERS = {"http": "crawler.downloadhandlers.RecordingHandler", "https": the same}``
"""

from crawler.downloadhandlers.recording import RecordingHandler

__all__ = ["RecordingHandler"]
