"""Settings of the bench of the crawl's loop: as always, but the whole site is wanted."""

from settings.base import *  # noqa: F403

XIANZHI_PATIENCE = 1_000_000
