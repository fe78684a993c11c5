"""What researchers pull: the corpus as a database, as typed objects and frames, and as files.

    from corpus import open_corpus
    with open_corpus("data") as corpus:
        corpus.indicators(county="430112").pandas()

``Catalogue`` is what the crawl writes to. ``corpus.exporters`` writes files, ``corpus.readingroom``
serves pages.
"""

from corpus.catalogue import Catalogue
from corpus.errors import Busy, CannotExport, CorpusError, Full, NoCorpus, NotACorpus, TooNew
from corpus.opened import Corpus, open_corpus

__all__ = [
    "Busy",
    "CannotExport",
    "Catalogue",
    "Corpus",
    "CorpusError",
    "Full",
    "NoCorpus",
    "NotACorpus",
    "TooNew",
    "open_corpus",
]
