"""`python -m cleanup` is the `cleanup` command."""

from cleanup.cli import main

main()
