"""All that a community needs after its machine is gone, in one file, and putting it back (docs/backup.md)."""
