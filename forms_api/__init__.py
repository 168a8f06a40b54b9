"""Serve the members' forms and publish the public record."""
