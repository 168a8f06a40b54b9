"""What a build keeps for the next one: values in sealed parts, looks at files, and what of it a change reaches."""
