"""What members do, as plain functions on the store; nothing here knows of HTTP."""
