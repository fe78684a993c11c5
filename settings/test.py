"""For the tests: loopback answers at once, and traps are to be left at once."""

from settings.base import *

DOWNLOAD_TIMEOUT = 10
DOWNLOAD_MAXSIZE = 4 * 1024 * 1024
XIANZHI_BACKOFF = 0.2
XIANZHI_READERS = 1
