"""The vectors of texts: a Chroma collection in a folder or on a server, kept up by content hash."""
