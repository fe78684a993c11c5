"""For an unattended machine."""

from settings.base import *
