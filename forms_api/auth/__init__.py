"""Who is asking: the browser's cookie, the session behind it, the token in its forms, and who may do what."""
