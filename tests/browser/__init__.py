"""Walk the circle in a real browser against real processes."""
