"""Tables, wherever they come from, as rows of cells whose offsets are offsets into the page.

``from_page`` takes the page's own grids; where a page has none, ``from_text`` recognises cells in
flattened text, and ``anchored`` finds the rows of a known form by their labels alone.
"""

from .cells import Cell, Grid, Row, parted
from .flattened import from_text
from .tables import from_page

__all__ = ["Cell", "Grid", "Row", "from_page", "from_text", "parted"]
