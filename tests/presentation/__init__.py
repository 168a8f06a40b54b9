"""Tests of presentation/."""
