"""Addresses: which are the same by RFC 3986, sections 6.2.2 and 6.2.3, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.comparison import address_key, is_address

SAME = [
    ("HTTP://Example.ORG/a", "http://example.org/a"),
    ("http://example.org", "http://example.org/"),
    ("http://example.org:80", "http://example.org/"),
    ("http://example.org:/", "http://example.org/"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org/%7Euser", "http://example.org/~user"),
    ("http://example.org/a%c2%b1b", "http://example.org/a%C2%B1b"),
    ("http://example.org/%61", "http://example.org/a"),
    ("http://ex%61mple.org/", "http://example.org/"),
    ("http://example.org/a/./b/../c", "http://example.org/a/c"),
    ("http://example.org/../a", "http://example.org/a"),
    ("http://example.org/a/.", "http://example.org/a/"),
    ("http://example.org/a/..", "http://example.org/"),
    ("http://example.org/Énergie", "http://example.org/%C3%89nergie"),
    ("http://bücher.example/", "http://xn--bcher-kva.example"),
    ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]"),
    ("http://example.org/a#:~:text=the%20words", "http://example.org/a"),
    ("http://example.org/a#", "http://example.org/a"),
    ("http://example.org/a#b:~:text=c", "http://example.org/a#b"),
    ("http://example.org?q=%7e", "http://example.org/?q=~"),
    (" http://example.org/ ", "http://example.org/"),
]
DIFFERENT = [
    ("http://example.org/a", "https://example.org/a"),
    ("http://example.org/a", "http://example.org/A"),
    ("http://example.org/a", "http://example.org/a/"),
    ("http://example.org/a%2Fb", "http://example.org/a/b"),
    ("http://example.org/a?b", "http://example.org/a"),
    ("http://example.org/?a=1&b=2", "http://example.org/?b=2&a=1"),
    ("http://example.org/#/doc/1", "http://example.org/#/doc/2"),
    ("http://example.org:8080/", "http://example.org/"),
    ("https://example.org:80/", "https://example.org/"),
    ("http://user@example.org/", "http://example.org/"),
    ("http://www.example.org/", "http://example.org/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same_address(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_not(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@given(st.text() | st.from_regex(r"https?://[a-zA-Z0-9.%:@\[\]-]{0,12}(/[a-zA-Z0-9.%~?#é-]{0,6}){0,4}", fullmatch=True))
def test_any_text_has_a_key_and_a_key_is_its_own(typed: str) -> None:
    assert address_key(address_key(typed)) == address_key(typed)


@pytest.mark.parametrize(
    ("typed", "so"),
    [
        ("HTTPS://x.org", True),
        ("http://x", True),
        ("http://", False),
        ("http:///a", False),
        ("ftp://x", False),
        ("x.org", False),
    ],
)
def test_what_begins_as_an_address_does(typed: str, so: bool) -> None:  # noqa: FBT001 - an expectation
    assert is_address(typed) is so
