"""Whether two records tell of one household: the score with its reasons, and the way to it.

- `scoring`: two households side by side, what speaks for and what against, in points;
- `keys`: what is stored so that those worth comparing are found without reading the rest;
- `searching`: the households of an area that may be one that is typed, or a row of a file;
- `findings`: pairs found in an area, and what somebody answered.

A blank never matches a blank, and a national ID is compared by its blind index only.
"""
