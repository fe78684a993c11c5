"""What every request passes on its way out and every answer on its way in, outermost first.

``RobotsGate`` (may we?), ``Cookies`` (only where a host has set any), ``Turns`` (is it our turn?).
"""

from crawler.downloadermiddlewares.cookies import Cookies
from crawler.downloadermiddlewares.robots import RobotsGate
from crawler.downloadermiddlewares.turns import Turns

__all__ = ["Cookies", "RobotsGate", "Turns"]
