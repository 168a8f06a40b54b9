"""Measures of the network, and a second, naive way to each of them."""
