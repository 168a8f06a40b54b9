"""The demo community: its content shifted to now, its private part replayed into a store."""
