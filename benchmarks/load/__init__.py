"""What a vote costs from the browser to the disk: real servers, real HTTP, beside what others would build."""
