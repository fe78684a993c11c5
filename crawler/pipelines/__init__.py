"""What becomes of a candidate: ``Receipts`` (how it was found goes into the archive), ``Reading``
(archive to clean page to report), ``Storing`` (into the corpus). Each does one thing; none raises.
"""

from crawler.pipelines.reading import Reading
from crawler.pipelines.receipts import Receipts
from crawler.pipelines.storing import Storing

__all__ = ["Reading", "Receipts", "Storing"]
