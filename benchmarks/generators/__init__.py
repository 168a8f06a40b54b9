"""Other generators with the same community as their corpus, for the table of benchmarks/site.py."""
