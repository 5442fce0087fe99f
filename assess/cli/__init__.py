"""The command line: a module for each group of commands, and a function for each command."""
