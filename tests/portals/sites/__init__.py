"""The made-up portals, one kind of site a file, in the order in which they are served."""
