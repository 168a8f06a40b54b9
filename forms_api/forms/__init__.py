"""Forms: what may be typed, and what to say where it does not fit."""
