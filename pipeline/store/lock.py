"""One run at a time on a clean/ folder."""

import contextlib
import fcntl
import os
import socket
import time
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from pipeline.errors import BusyError
from pipeline.store.places import Place

NAME = "_lock"
_STALE = 120.0
"""Seconds without a sign after which a lock far away counts as left behind by a run that died."""


class Holder(Struct, frozen=True):
    """Who holds a lock."""

    host: str
    pid: int
    since: str
    seen: float
    """Seconds since 1970 of the last sign; used far away, where the system cannot tell that a process died."""


class Lock:
    """The lock of a clean/ folder. The system frees it when the process that holds it ends, however it ends;
    far away it is an object with the time of the last sign in it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._handle: int | None = None
        self._me = Holder(socket.gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"), 0.0)
        self._last_sign = 0.0

    def take(self) -> None:
        """Raises BusyError, with who holds it and since when."""
        if self._place.local:
            self._take_here()
        else:
            self._take_far_away()

    def sign(self) -> None:
        """Say that the run is alive; cheap, call it now and then."""
        now = time.time()
        if not self._place.local and now - self._last_sign > _STALE / 4:
            self._last_sign = now
            self._place.write(NAME, self._encoded())

    def free(self) -> None:
        """Give it back."""
        if self._handle is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._path())
            os.close(self._handle)
            self._handle = None
        elif not self._place.local and self._last_sign:
            self._place.remove(NAME)

    def _path(self) -> str:
        return os.path.join(self._place.address, NAME)

    def _encoded(self) -> bytes:
        return msgspec.json.encode(msgspec.structs.replace(self._me, seen=time.time()))

    def _take_here(self) -> None:
        os.makedirs(self._place.address, exist_ok=True)
        while True:
            handle = os.open(self._path(), os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = _decoded(os.pread(handle, 4096, 0))
                os.close(handle)
                raise _busy(self._place.address, holder) from None
            # The one who had it may have unlinked the file between our open and our lock.
            with contextlib.suppress(FileNotFoundError):
                if os.stat(self._path()).st_ino == os.fstat(handle).st_ino:
                    break
            os.close(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, self._encoded(), 0)
        self._handle = handle

    def _take_far_away(self) -> None:
        if self._place.stat(NAME) is not None:
            with self._place.open(NAME) as file:
                holder = _decoded(file.read())
            if holder is not None and time.time() - holder.seen < _STALE:
                raise _busy(self._place.address, holder)
        self._last_sign = time.time()
        self._place.write(NAME, self._encoded())


def _decoded(data: bytes) -> Holder | None:
    try:
        return msgspec.json.decode(data, type=Holder)
    except msgspec.DecodeError:
        return None


def _busy(address: str, holder: Holder | None) -> BusyError:
    who = f" (process {holder.pid} on {holder.host}, since {holder.since})" if holder else ""
    return BusyError(f"Another run is at work on {address}{who}. Wait for it to end, or give another folder.")
