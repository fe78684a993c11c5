"""Scrapy as it comes, breadth first, every page of the host: the peer in two benches.

python tests/bench/scrapy_wide.py URL [MOST_PAGES]
"""

import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor


class Wide(scrapy.Spider):
    """Follows every link of the host."""

    name = "wide"
    start_urls = sys.argv[1:2]
    links = LinkExtractor()

    def parse(self, response: Any) -> Iterator[Any]:
        """The links of a page."""
        host = response.url.split("/")[2]
        if isinstance(response, scrapy.http.TextResponse):
            for link in self.links.extract_links(response):
                if link.url.split("/")[2] == host:
                    yield response.follow(link, self.parse)


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "INFO",
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DEPTH_PRIORITY": 1,
            "SCHEDULER_DISK_QUEUE": "scrapy.squeues.PickleFifoDiskQueue",
            "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
            "CLOSESPIDER_PAGECOUNT": int(sys.argv[2]) if len(sys.argv) > 2 else 0,
            "CLOSESPIDER_TIMEOUT": 300,
            "DOWNLOAD_TIMEOUT": 10,
            "ROBOTSTXT_OBEY": False,
        }
    )
    process.crawl(Wide)
    process.start()
