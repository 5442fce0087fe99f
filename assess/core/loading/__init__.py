"""Load rules files into a rulebook, recovering from errors so that all are reported."""
