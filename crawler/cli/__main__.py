"""``python -m crawler.cli``: the same command, for those who start it as a process of their own."""

from crawler.cli import main

main()
