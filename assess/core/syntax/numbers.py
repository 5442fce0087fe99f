"""Read whole numbers as people write them: £3.4m, 3,400,000.00, 3 400 000."""

import re
from decimal import Decimal

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
_SCALES = {"": 0, "k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_PATTERN = re.compile(
    r"""(?:£\s?)?
    (?P<whole>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\ \d{3})+|0|[1-9]\d*)
    (?:\.(?P<part>\d{1,9}))?
    \s?(?P<scale>k|thousand|m|million|bn|billion|)""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_MAX_DIGITS = 15


def parse_written_number(text: str) -> int | None:
    """Parse a whole number from 0 as people write it; None if it is not one.

    Commas and spaces must group three digits, so that `3,4` is not taken for 34. A fraction must come to a whole
    number, as in `3.4 million` or `250.00`.
    """
    match = _PATTERN.fullmatch(text.translate(_SPACES).strip())
    if match is None:
        return None
    digits = match["whole"].replace(",", "").replace(" ", "")
    number = Decimal(f"{digits}.{match['part'] or 0}").scaleb(_SCALES[match["scale"].lower()])
    is_whole = number == number.to_integral_value()
    return int(number) if is_whole and number < 10**_MAX_DIGITS else None
