"""What a report says, as frozen values that every output format shares."""
