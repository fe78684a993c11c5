"""For a person's own machine."""

from settings.base import *
