"""Compose the programs and offer them on the command line."""
