"""The same routes for programs: JSON read into the same forms, the same answers as JSON, and their description."""
