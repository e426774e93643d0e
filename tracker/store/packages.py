"""Documents packed as they are kept: what is unpacked has a limit, whatever a file claims."""

from __future__ import annotations

import zlib

from tracker.capture.documents import MAX_BYTES

STRONGEST = 9


def pack_document(data: bytes) -> bytes:
    """The bytes of a document as a snapshot keeps them."""
    return zlib.compress(data, STRONGEST)


def unpack_document(packed: object) -> bytes | None:
    """The bytes of a document again; None for what is no package, or holds more than any document may."""
    if not isinstance(packed, bytes):
        return None
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        return None
    return data if unpacker.eof and len(data) <= MAX_BYTES else None
