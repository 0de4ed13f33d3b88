"""One's own documents: converted, cut into passages, kept as files, found by those who may see them."""
