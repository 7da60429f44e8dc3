"""A folder for what a benchmark writes: in memory, where there is room for it.

On a disk, making a file can cost more than all an engine does for it, and not the same for two programs that take
turns: ext4 passes, one by one, over the inodes that were freed in the last minutes (``recently_deleted`` in the
kernel's ``fs/ext4/ialloc.c``). After 8,000 files were removed a new one took .4 ms of CPU instead of .06 ms.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # a private folder is made in it
_ROOM = 4_000_000_000


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that is gone afterwards."""
    fits = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    with tempfile.TemporaryDirectory(dir=_MEMORY if fits else None) as folder:
        yield Path(folder)
