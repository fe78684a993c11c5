"""A capture in, a clean page out: what a reader would see, with a receipt for every cut and every repair.

* :func:`clean` takes the bytes of any page or document, :func:`clean_text` a raw text, maybe damaged,
  :func:`clean_capture` an archived capture.
* :class:`Refused` is the only error: the bytes are hostile or unreadable, in one sentence.

Pure: no network, no disk but temporary files for converters, no clock.
"""

from pages.intake import clean, clean_capture, clean_text
from pages.refusal import Refused

__all__ = ["Refused", "clean", "clean_capture", "clean_text"]
