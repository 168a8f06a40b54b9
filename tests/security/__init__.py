"""The numbered requirements of security and privacy, each with the test that holds it (docs/security.md)."""
