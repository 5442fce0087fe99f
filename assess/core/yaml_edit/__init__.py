"""Edit values in the text of rules files without touching anything else."""
