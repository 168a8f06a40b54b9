"""Other people's libraries, asked the same questions from the same rows; only benchmarks read this."""
