"""What other programs read of the site again and again: feeds, calendars, sitemaps."""
