"""The private store: one protocol, several implementations."""
