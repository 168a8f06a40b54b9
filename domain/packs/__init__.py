"""What a coordinator holds on paper: who takes which job, who calls whom, and how far the calls would reach."""
