"""A realistic community of any size, for trials and measurements: the same seed gives the same bytes."""
