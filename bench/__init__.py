"""Measure speed and memory: `sh run.sh bench`. It is no test, since every machine is differently fast and busy."""
