"""Read the content and the public record, and write the site."""
