"""ICU's Persian calendar through ctypes: a second source of truth where the system has the library."""

import ctypes
import re
from ctypes.util import find_library
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_EPOCH = date(1970, 1, 1)
_YEAR, _MONTH, _DAY = 1, 2, 5  # UCalendarDateFields
_DAY_IN_MS = 86_400_000


class Icu:
    """Solar Hijri days as ICU computes them, at noon UTC."""

    def __init__(self, library: Any, version: str) -> None:
        self._open = getattr(library, f"ucal_open_{version}")
        self._set = getattr(library, f"ucal_setDateTime_{version}")
        self._millis = getattr(library, f"ucal_getMillis_{version}")
        self._open.restype = ctypes.c_void_p
        self._millis.restype = ctypes.c_double
        status = ctypes.c_int(0)
        zone = ctypes.create_string_buffer("UTC".encode("utf-16-le") + b"\0\0")
        self._calendar = ctypes.c_void_p(self._open(zone, -1, b"fa_IR@calendar=persian", 0, ctypes.byref(status)))
        assert status.value <= 0

    def day(self, year: int, month: int, day: int) -> date:
        """The Gregorian day; a day the month does not have runs over into the next."""
        status = ctypes.c_int(0)
        self._set(self._calendar, year, month - 1, day, 12, 0, 0, ctypes.byref(status))
        millis = self._millis(self._calendar, ctypes.byref(status))
        assert status.value <= 0
        return _EPOCH + timedelta(days=int(millis // _DAY_IN_MS))


def load() -> Icu | None:
    """ICU, or None where the system has none."""
    name = find_library("icui18n")
    version = re.search(r"\.so\.(\d+)", name or "")
    if name is None or version is None:
        folders = (Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib"))
        names = sorted(path for folder in folders if folder.is_dir() for path in folder.glob("**/libicui18n.so.*"))
        version = re.search(r"\.so\.(\d+)", names[-1].name) if names else None
        name = str(names[-1]) if names else None
    if name is None or version is None:
        return None
    return Icu(ctypes.CDLL(name), version[1])
