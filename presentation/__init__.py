"""Give both programs one template environment, one set of formats and translations."""
