"""A folder, here or far away: the few things the rest of the store asks of it."""

import contextlib
import errno
import itertools
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from msgspec import Struct

from pipeline.errors import StoreError, UsageError
from pipeline.store.names import WORK

_COUNTER = itertools.count()
_PIECE = 1 << 20


class Entry(Struct, frozen=True):
    """A name in a folder. ``stamp`` changes when the file does: its mtime in ns, or a hash of its ETag."""

    name: str
    folder: bool
    size: int = 0
    stamp: int = 0
    odd: str = ""
    """Why it is passed over: ``link out of the folder``, ``special file`` …"""


class Place(Protocol):
    """A folder with paths below it, parted by ``/``. Errors are OSError."""

    address: str
    local: bool

    def scan(self, folder: str) -> list[Entry]:
        """What lies in ``folder``, sorted by name; empty when there is no such folder."""
        ...

    def open(self, path: str) -> IO[bytes]: ...
    def read(self, path: str, size: int, limit: int) -> bytes:
        """A file that is thought to have ``size`` bytes; at most the first ``limit`` of it."""
        ...

    def stat(self, path: str) -> Entry | None: ...
    def write(self, path: str, data: bytes) -> None:
        """Put a whole file there, or nothing."""
        ...

    def create(self, path: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        """A file to write to that appears at ``path`` when the block ends well, and leaves no trace otherwise."""
        ...

    def append(self, path: str, keep: int) -> IO[bytes]:
        """A file to add to, cut to its first ``keep`` bytes. Local places only."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file, and the folders this leaves empty; a file that is not there is fine."""
        ...

    def tidy(self, folder: str) -> None:
        """Remove a folder if it is empty, and those above it that this leaves empty."""
        ...


def open_place(address: str | os.PathLike[str]) -> Place:
    """The place at an address: a path, or ``protocol://…`` for fsspec."""
    text = os.fspath(address)
    if text.startswith("file://"):
        text = text.removeprefix("file://")
    if "://" in text:
        from pipeline.store.remote import RemotePlace  # fsspec is an extra, and slow to import

        return RemotePlace(text)
    return LocalPlace(text)


def is_remote(address: str | os.PathLike[str]) -> bool:
    """True for an address that goes through fsspec."""
    text = os.fspath(address)
    return "://" in text and not text.startswith("file://")


class LocalPlace:
    """A folder of this machine."""

    local = True

    def __init__(self, address: str) -> None:
        self.address = os.path.abspath(address)
        self._made: set[str] = set()
        # No other process takes these names, on no other machine that writes into the same folder.
        self._draft = f"{WORK}/draft-{socket.gethostname()}-{os.getpid()}"

    def _full(self, path: str) -> str:
        return os.path.join(self.address, path) if path else self.address

    def scan(self, folder: str) -> list[Entry]:
        try:
            with os.scandir(self._full(folder)) as found:
                entries = [self._entry(item) for item in found]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(entries, key=lambda entry: os.fsencode(entry.name))

    def _entry(self, item: "os.DirEntry[str]") -> Entry:
        try:
            if item.is_symlink():
                return self._linked(item)
            if item.is_dir(follow_symlinks=False):
                return Entry(item.name, True)
            return _file_entry(item.name, item.stat(follow_symlinks=False))
        except OSError as error:
            return Entry(item.name, False, odd=f"unreadable ({error.strerror})")

    def _linked(self, item: "os.DirEntry[str]") -> Entry:
        """A link to a file inside the folder is one more name of it; links to folders would show pages twice."""
        target = os.path.realpath(item.path)
        root = os.path.realpath(self.address)
        if target != root and not target.startswith(root + os.sep):
            return Entry(item.name, False, odd="link out of the folder")
        if os.path.isdir(target):
            return Entry(item.name, False, odd="link to a folder")
        return _file_entry(item.name, os.stat(target))

    def open(self, path: str) -> IO[bytes]:
        return open(self._full(path), "rb")

    def read(self, path: str, size: int, limit: int) -> bytes:
        # Plain calls of the system: of a small page, a buffered file would be most of what reading costs.
        handle = os.open(self._full(path), os.O_RDONLY | os.O_CLOEXEC)
        try:
            whole = os.read(handle, min(size + 1, limit))
            parts, length = [whole], len(whole)
            while length != size and length < limit and (more := os.read(handle, min(_PIECE, limit - length))):
                parts.append(more)
                length += len(more)
        finally:
            os.close(handle)
        return b"".join(parts)

    def stat(self, path: str) -> Entry | None:
        try:
            return _file_entry(path, os.stat(self._full(path)))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path: str, data: bytes) -> None:
        draft = self._new_draft()
        try:
            handle = self._opened(draft)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(handle, left) :]
            finally:
                os.close(handle)
            self._publish(draft, path)
        except BaseException:
            _forget(draft)
            raise

    @contextlib.contextmanager
    def create(self, path: str) -> Iterator[IO[bytes]]:
        draft = self._new_draft()
        try:
            with open(self._opened(draft), "wb") as file:
                yield file
            self._publish(draft, path)
        except BaseException:
            _forget(draft)
            raise

    def _new_draft(self) -> str:
        return self._full(f"{self._draft}-{next(_COUNTER)}")

    def _opened(self, draft: str) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        try:
            return os.open(draft, flags, 0o666)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(draft), exist_ok=True)
            return os.open(draft, flags, 0o666)

    def _publish(self, draft: str, path: str) -> None:
        target = self._full(path)
        self._make(os.path.dirname(target))
        try:
            os.replace(draft, target)
        except FileNotFoundError:  # the folder was empty for a moment, and `remove` took it away
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(draft, target)

    def append(self, path: str, keep: int) -> IO[bytes]:
        target = self._full(path)
        self._make(os.path.dirname(target))
        file = open(target, "ab")  # noqa: SIM115  # handed to the caller, who closes it
        file.truncate(keep)
        file.seek(keep)
        return file

    def remove(self, path: str) -> None:
        target = self._full(path)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(target)
        self.tidy(os.path.dirname(path))

    def tidy(self, folder: str) -> None:
        while folder:
            full = self._full(folder)
            try:
                os.rmdir(full)
            except OSError:
                return  # not empty, or gone already
            self._made.discard(full)
            folder = os.path.dirname(folder)

    def _make(self, folder: str) -> None:
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)


def _file_entry(name: str, info: os.stat_result) -> Entry:
    if stat.S_ISDIR(info.st_mode):
        return Entry(name, True)
    if not stat.S_ISREG(info.st_mode):
        return Entry(name, False, odd="special file")
    return Entry(name, False, info.st_size, info.st_mtime_ns)


def _forget(draft: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(draft)


def store_error(error: OSError, place: str) -> StoreError:
    """The error for a person: what cannot be written, why, and what to do."""
    hints = {
        errno.ENOSPC: "free some space and run it again; it goes on where it stopped",
        errno.EDQUOT: "the quota is used up; run it again when there is room",
        errno.EROFS: "the folder is read-only; choose another with --out",
        errno.EACCES: "it may not be written to; choose another folder with --out",
        errno.EPERM: "it may not be written to; choose another folder with --out",
    }
    hint = hints.get(error.errno or 0, "run it again once that is put right")
    return StoreError(f"{place} cannot be written: {error.strerror or error}; {hint}.")


def input_place(raw: str | os.PathLike[str]) -> tuple[Place, str | None]:
    """The folder to read, and the one file in it when ``raw`` is a file."""
    place = open_place(raw)
    if place.local:
        path = Path(place.address)
        if path.is_file():
            return LocalPlace(str(path.parent)), path.name
        if not path.is_dir():
            raise UsageError(f"{os.fspath(raw)} is neither a file nor a folder.")
    return place, None
