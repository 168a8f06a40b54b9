"""Read a built site as its visitors' programs would, and tell what is wrong with it. Nothing here writes."""
