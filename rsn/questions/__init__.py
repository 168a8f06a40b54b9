"""Work that needs the store, done by whoever holds it; see rsn/house.py."""
