"""Finding: by meaning, by words, and by what the finder learned; which sentences to quote."""
