"""For the tests."""

from settings.base import *
