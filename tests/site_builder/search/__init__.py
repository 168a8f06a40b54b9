"""Search without a server: words, the index, its files, and what must never be in them."""
