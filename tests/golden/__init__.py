"""Golden pages: what a small community's site looks like, byte for byte."""
