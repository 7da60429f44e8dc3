"""gzip and zstd, unpacked a piece at a time and never beyond a limit: a bomb costs no more than a page."""

import io
import zlib
from collections.abc import Iterator
from types import ModuleType
from typing import IO, Literal

from pipeline.errors import PageError, UsageError
from pipeline.model import Outcome

Packing = Literal["", "gz", "zst"]

CHUNK = 1 << 16
GZ_MAGIC = b"\x1f\x8b\x08"
ZST_MAGIC = b"\x28\xb5\x2f\xfd"
_ZST_WINDOW = 1 << 27
"""Largest zstd window (128 MB, what `zstd --long` makes); a larger one would be memory asked for by the file."""


class Damaged(PageError):  # noqa: N818  # reads as what it says: `except Damaged`
    """Packed data that ends too early or is no such data."""

    def __init__(self, message: str) -> None:
        super().__init__(Outcome.DECODE_FAILED, message)


class Unpacked(io.RawIOBase):
    """What a gzip or zstd file holds, as a stream over all its members; raises Damaged while reading."""

    def __init__(self, file: IO[bytes], packing: Packing) -> None:
        super().__init__()
        self._members = members(file, packing)
        self._member: Member | None = next(self._members, None)
        if self._member is None:
            raise Damaged(f"The file is no {_NAMES[packing]} data.")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override]  # narrower than Buffer
        while self._member is not None:
            data = self._member.read(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            self._member = next(self._members, None)
        return 0


class Member:
    """One gzip member or zstd frame. ``read`` gives its content; after the last byte ``end`` is set."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.end: int | None = None
        """Offset of the byte after it."""

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, at least one before the end. Raises Damaged."""
        raise NotImplementedError

    # FastWARC wants these of a stream; records are told apart by ``offset`` and their number instead.
    def tell(self) -> int:
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation("members are read once, from their beginning")

    def close(self) -> None:
        """Nothing is open: the file belongs to the caller."""

    def drain(self) -> None:
        """Read what is left, for the place where it ends."""
        while self.read(CHUNK << 4):
            pass


def unpack(file: IO[bytes], packing: Packing, limit: int) -> bytes:
    """All of a packed page. Raises PageError: too_big above ``limit`` bytes, decode_failed when it is damaged."""
    stream = Unpacked(file, packing)
    parts: list[bytes] = []
    size = 0
    while data := stream.read(min(CHUNK << 4, limit + 1 - size)):
        parts.append(data)
        size += len(data)
        if size > limit:
            raise PageError(
                Outcome.TOO_BIG, f"The page is larger than {limit:,} bytes once unpacked; raise max_bytes to take it."
            )
    return b"".join(parts)


def members(file: IO[bytes], packing: Packing, start: int = 0) -> Iterator[Member]:
    """The members of a packed file from ``start``, which must be the first byte of one.

    Each is drained before the next is given. Ends at the end of the file or at padding; raises Damaged at bytes
    that are no member.
    """
    at = start
    make = _GzipMember if packing == "gz" else _ZstdFrame
    magic = GZ_MAGIC if packing == "gz" else ZST_MAGIC
    carried = b""
    dictionary: bytes | None = None
    if packing == "zst":
        dictionary, first = _dictionary(file)
        at = max(at, first)
    while True:
        file.seek(at)
        carried = file.read(len(magic))
        if not carried.startswith(magic):
            if carried.strip(b"\0") and at == start:
                raise Damaged(f"The file is no {_NAMES[packing]} data.")
            return  # the end, or padding, or what another tool left behind it
        member = make(file, at, dictionary)
        yield member
        member.drain()
        assert member.end is not None
        at = member.end


def next_member(file: IO[bytes], packing: Packing, start: int) -> int | None:
    """Offset of the first bytes from ``start`` on that look like a member; None when there are none."""
    magic = GZ_MAGIC if packing == "gz" else ZST_MAGIC
    return find(file, magic, start)


def find(file: IO[bytes], needle: bytes, start: int) -> int | None:
    """Offset of ``needle`` in the file from ``start`` on, or None."""
    file.seek(start)
    at, tail = start, b""
    while data := file.read(CHUNK << 4):
        window = tail + data
        found = window.find(needle)
        if found >= 0:
            return at - len(tail) + found
        at += len(data)
        tail = window[-(len(needle) - 1) :] if len(needle) > 1 else b""
    return None


_NAMES: dict[Packing, str] = {"gz": "gzip", "zst": "zstd", "": "packed"}


class _GzipMember(Member):
    def __init__(self, file: IO[bytes], offset: int, _dictionary: bytes | None) -> None:
        super().__init__(offset)
        self._file = file
        self._inflate = zlib.decompressobj(31)
        self._next = offset
        self._waiting = b""

    def read(self, size: int = -1) -> bytes:
        size = CHUNK if size < 0 else size
        while self.end is None:
            if not self._waiting:
                self._file.seek(self._next)
                self._waiting = self._file.read(CHUNK)
                self._next += len(self._waiting)
                if not self._waiting:
                    raise Damaged("The gzip data ends too early: the file was cut off.")
            try:
                data = self._inflate.decompress(self._waiting, size)
            except zlib.error as error:
                raise Damaged(f"The gzip data is damaged ({error}).") from error
            self._waiting = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self.end = self._next - len(self._inflate.unused_data)
            if data:
                return data
        return b""


class _ZstdFrame(Member):
    def __init__(self, file: IO[bytes], offset: int, dictionary: bytes | None) -> None:
        super().__init__(offset)
        zstandard = _zstandard()
        self._error = zstandard.ZstdError
        self._stop = _frame_end(file, offset)
        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        unpacker = zstandard.ZstdDecompressor(dict_data=known, max_window_size=_ZST_WINDOW)
        self._reader = unpacker.stream_reader(_Slice(file, offset, self._stop), read_size=CHUNK)

    def read(self, size: int = -1) -> bytes:
        if self.end is not None:
            return b""
        try:
            data: bytes = self._reader.read(CHUNK if size < 0 else size)
        except self._error as error:
            raise Damaged(f"The zstd data is damaged ({error}).") from error
        if not data:
            self.end = self._stop
        return data


class _Slice(io.RawIOBase):
    """The bytes of a file between two offsets."""

    def __init__(self, file: IO[bytes], start: int, stop: int) -> None:
        super().__init__()
        self._file, self._at, self._stop = file, start, stop

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = self._stop - self._at
        self._file.seek(self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data


def _frame_end(file: IO[bytes], offset: int) -> int:
    """Where a zstd frame ends, by its block headers (RFC 8878, 3.1.1); nothing is unpacked for it."""
    file.seek(offset + 4)
    descriptor = file.read(1)
    if not descriptor:
        raise Damaged("The zstd data ends too early: the file was cut off.")
    flags = descriptor[0]
    single = flags >> 5 & 1
    content_size = (0, 2, 4, 8)[flags >> 6] or single
    at = offset + 5 + (not single) + (0, 1, 2, 4)[flags & 3] + content_size
    last = False
    while not last:
        file.seek(at)
        header = file.read(3)
        if len(header) < 3:
            raise Damaged("The zstd data ends too early: the file was cut off.")
        block = int.from_bytes(header, "little")
        last = bool(block & 1)
        kind = block >> 1 & 3
        if kind == 3:
            raise Damaged("The zstd data is damaged (a block of a reserved kind).")
        at += 3 + (1 if kind == 1 else block >> 3)
    end = at + (4 if flags >> 2 & 1 else 0)
    file.seek(end - 1)
    if not file.read(1):
        raise Damaged("The zstd data ends too early: the file was cut off.")
    return end


def _dictionary(file: IO[bytes]) -> tuple[bytes | None, int]:
    """A dictionary in a skippable frame at the head of a .warc.zst, and where the frames begin.

    https://iipc.github.io/warc-specifications/specifications/warc-zstd/
    """
    file.seek(0)
    head = file.read(8)
    if not head.startswith(b"\x5d\x2a\x4d\x18"):
        return None, 0
    size = int.from_bytes(head[4:], "little")
    if size > _ZST_WINDOW:
        raise Damaged("The zstd dictionary is too large.")
    data = file.read(size)
    if data.startswith(ZST_MAGIC):
        zstandard = _zstandard()
        data = zstandard.ZstdDecompressor(max_window_size=_ZST_WINDOW).decompress(data, max_output_size=_ZST_WINDOW)
    return data, 8 + size


def _zstandard() -> ModuleType:
    try:
        import zstandard
    except ImportError as error:
        raise UsageError("Reading .zst needs zstandard: pip install 'zolal[warc]'") from error
    return zstandard
