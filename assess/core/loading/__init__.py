"""Loading of rules files, with recovery from errors so that all of them are reported."""
