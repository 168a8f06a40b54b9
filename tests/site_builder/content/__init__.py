"""What content/ may say, and what is told where it says it wrongly."""
