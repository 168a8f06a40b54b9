"""What the public record says and how it is written down."""
