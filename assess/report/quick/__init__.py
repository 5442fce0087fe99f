"""Short ways through the functions in which WeasyPrint 70 spends most of its time, for one rendering at a time.

Each gives what the function it stands for gives, by the way that nearly every call takes, and leaves all other calls
to that function. They are put in place for the length of one rendering and taken away again. With other versions than
those they were written for nothing is put in place, and the same PDF takes longer.
"""
