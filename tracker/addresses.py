"""Addresses of the web as they are compared: RFC 3986, sections 6.2.2 and 6.2.3; how they were typed stays as it is."""

from __future__ import annotations

import re

PORTS = {"http": "80", "https": "443", "ftp": "21"}
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
TEXT_DIRECTIVE = ":~:"  # in a fragment: where a browser is to scroll; no part of what the address names
_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?", re.DOTALL)
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


def is_address(typed: str) -> bool:
    """Whether a text begins as an address of the web does, in any case."""
    return _ADDRESS.match(typed) is not None


def address_key(url: str) -> str:
    """Give the form in which two addresses are the same; what is no address of a host stays as it is.

    Scheme and host in lower case (a host in other letters in its ASCII form), no default port, `/` for an empty path,
    no dot segments, `%` codes in capitals and none for what needs none. The user, the query and the fragment count: a
    fragment may name a document of its own (`#/doc/12`); only a browser's text directive, or an empty one, is left out.
    """
    scheme, authority, path, query, fragment = _PARTS.fullmatch(url.strip()).groups()  # type: ignore[union-attr]  # it fits any text
    if scheme is None or not authority:
        return url.strip()
    scheme = scheme.lower()
    key = f"{scheme}://{_authority_key(authority, scheme)}{_without_dot_segments(_recode(path)) or '/'}"
    shown = (fragment or "").partition(TEXT_DIRECTIVE)[0]
    return key + ("" if query is None else "?" + _recode(query)) + ("#" + _recode(shown) if shown else "")


def _authority_key(authority: str, scheme: str) -> str:
    fitting = _AUTHORITY.fullmatch(authority)
    if fitting is None:
        return authority.lower()
    user, host, port = fitting.groups()
    name = _host_key(_recode(host).lower())
    return (f"{_recode(user)}@" if user else "") + name + (f":{port}" if port and port != PORTS.get(scheme) else "")


def _host_key(host: str) -> str:
    """A name of a host in ASCII, as it is looked up."""
    if "%" not in host:
        return host
    from urllib.parse import unquote

    plain = unquote(host)
    try:
        return plain.encode("idna").decode().lower()
    except UnicodeError:
        return host


def _recode(part: str) -> str:
    """A part with every code in capitals, none for what needs none, and one for what is not ASCII."""
    if not part.isascii():
        part = "".join(
            sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
            for sign in part
        )
    return _ENCODED.sub(lambda code: _decoded(code[1]), part)


def _decoded(digits: str) -> str:
    sign = chr(int(digits, 16))
    return sign if sign in UNRESERVED else f"%{digits.upper()}"


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)
