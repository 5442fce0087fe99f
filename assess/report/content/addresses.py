"""Find web addresses in text that officers typed, so that pages and reports can link them."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

_ADDRESS = re.compile('https?://[^\\s<>"“”«»\u200b\u2066-\u2069]+', re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_PUNCTUATION = ".,;:!?'’"


class TextPart(NamedTuple):
    """A part of a text: a web address, or what stands between two."""

    text: str
    is_address: bool


def split_addresses(text: str) -> Iterator[TextPart]:
    """Yield the parts of a text in order; only addresses with http or https and a host are told apart."""
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _strip_punctuation(found.group())
        if not _has_host(address):
            continue
        if found.start() > end:
            yield TextPart(text[end : found.start()], is_address=False)
        yield TextPart(address, is_address=True)
        end = found.start() + len(address)
    if end < len(text):
        yield TextPart(text[end:], is_address=False)


def _strip_punctuation(address: str) -> str:
    """Return an address without the punctuation of the sentence around it; brackets within it stay."""
    while address:
        last = address[-1]
        is_unpaired = last in _CLOSING and address.count(last) > address.count(_CLOSING[last])
        if last not in _PUNCTUATION and not is_unpaired:
            break
        address = address[:-1]
    return address


def _has_host(address: str) -> bool:
    """Return whether an address names a host."""
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:  # such as an IPv6 address without its closing bracket
        return False
