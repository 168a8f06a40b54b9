"""Test the packages beside this folder, which it mirrors."""
