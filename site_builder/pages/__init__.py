"""One file per kind of page: what stands on it, as steps of the plan."""
