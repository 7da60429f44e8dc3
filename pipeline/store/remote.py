"""A folder far away, or in memory: any fsspec address."""

import contextlib
import hashlib
import io
from collections.abc import Iterator
from typing import IO, Any

from pipeline.errors import UsageError
from pipeline.store.places import Entry


class RemotePlace:
    """A folder behind fsspec. Object stores show a file when it is whole, which is what ``write`` promises."""

    local = False

    def __init__(self, address: str) -> None:
        try:
            import fsspec
        except ImportError as error:
            raise UsageError(f"{address} needs fsspec: pip install 'zolal[remote]'") from error
        try:
            # Another process may write there too, so what was listed once is no longer true.
            fs, root = fsspec.core.url_to_fs(address, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise UsageError(f"{address} cannot be opened: {error}") from error
        self.address = address.rstrip("/")
        self._fs: Any = fs
        self._root = root.rstrip("/")

    def _full(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root

    def scan(self, folder: str) -> list[Entry]:
        full = self._full(folder)
        try:
            found = self._fs.ls(full, detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        entries = [self._entry(info) for info in found if info["name"].rstrip("/") != full.rstrip("/")]
        return sorted(entries, key=lambda entry: entry.name.encode("utf-8", "surrogateescape"))

    def _entry(self, info: dict[str, Any]) -> Entry:
        name = info["name"].rstrip("/").rsplit("/", 1)[-1]
        if info["type"] == "directory":
            return Entry(name, True)
        return Entry(name, False, int(info["size"] or 0), _stamp(info))

    def open(self, path: str) -> IO[bytes]:
        file: IO[bytes] = self._fs.open(self._full(path), "rb")
        return file

    def read(self, path: str, size: int, limit: int) -> bytes:
        with self.open(path) as file:
            return file.read(limit)

    def stat(self, path: str) -> Entry | None:
        try:
            return self._entry(self._fs.info(self._full(path)))
        except FileNotFoundError:
            return None

    def write(self, path: str, data: bytes) -> None:
        full = self._full(path)
        self._fs.makedirs(full.rsplit("/", 1)[0], exist_ok=True)
        self._fs.pipe_file(full, data)

    @contextlib.contextmanager
    def create(self, path: str) -> Iterator[IO[bytes]]:
        full = self._full(path)
        self._fs.makedirs(full.rsplit("/", 1)[0], exist_ok=True)
        file = self._fs.open(full, "wb")
        try:
            yield file
        except BaseException:
            # Closing would publish half a file; `discard` gives up an upload that has begun.
            with contextlib.suppress(NotImplementedError, AttributeError):
                file.discard()
            raise
        file.close()

    def append(self, path: str, keep: int) -> IO[bytes]:
        raise io.UnsupportedOperation(f"{self.address}: files far away cannot be added to")

    def remove(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._full(path))

    def tidy(self, folder: str) -> None:
        """Object stores have no empty folders; those that do may keep them."""


def _stamp(info: dict[str, Any]) -> int:
    """A number that changes with the file: an object store's ETag says more than its clock."""
    for known in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created"):
        if info.get(known) is not None:
            return int.from_bytes(hashlib.blake2b(str(info[known]).encode(), digest_size=7).digest(), "big")
    return 0
