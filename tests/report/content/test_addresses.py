"""Web addresses in typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.report.content.addresses import split_addresses

TEXTS = st.lists(st.sampled_from(["https://", "HTTP://", "a.org/b", "(", ")", ".", " ", "\n", "[", "é", "javascript:"]))


def list_addresses(text: str) -> list[str]:
    return [part.text for part in split_addresses(text) if part.is_address]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("https://example.org/a?b=c&d=e#f", ["https://example.org/a?b=c&d=e#f"]),
        ("See http://example.org/a, and HTTPS://EXAMPLE.ORG.", ["http://example.org/a", "HTTPS://EXAMPLE.ORG"]),
        ("(at https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("“https://example.org/a”", ["https://example.org/a"]),
        ("<https://example.org/a>", ["https://example.org/a"]),
        ("https://sample.gov.uk/o’hara’s", ["https://sample.gov.uk/o’hara’s"]),
        ("\u2068https://example.org/עברית\u2069", ["https://example.org/עברית"]),
        ("javascript:alert(1) ftp://example.org data:text/html,x //example.org example.org", []),
        ("https:// http://? https://[::1 https://", []),
        ("File 7, shelf 3", []),
        ("", []),
    ],
)
def test_addresses_are_found_whole_and_nothing_else(text: str, addresses: list[str]) -> None:
    assert list_addresses(text) == addresses


@given(pieces=TEXTS)
def test_no_character_is_lost_and_every_address_has_http_or_https(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(part.text for part in split_addresses(text)) == text
    assert all(address.lower().startswith(("http://", "https://")) for address in list_addresses(text))
