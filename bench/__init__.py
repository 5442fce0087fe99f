"""Speed and memory benchmarks (`sh run.sh bench`), kept apart from the tests because every machine differs."""
