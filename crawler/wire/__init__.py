"""The wire: connections to servers, messages on them, and the record of every exchange.

Both roads to a page go through here, the download handler's and the browser's proxy, so that what is
archived is the bytes of the connection and not somebody's reading of them (ARCHIVE.md §6). Nothing of
Scrapy is known here.
"""
