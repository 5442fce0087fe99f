"""The services side by side: their scores in a list that can be sorted, filtered and downloaded."""
