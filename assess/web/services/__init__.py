"""Several services side by side: their figures worked out, listed, put in order and taken away as a file."""
