"""How the community decides: policy, lifecycle, ballots, receipts, counts."""
