"""Search without a server: an index of what the pages show, in small files fetched one by one."""
