"""Put on PYTHONPATH of the processes a test starts: nobody but this machine is talked to, and attempts are noted.

Python runs it at the start of every process, before anything of ours. An audit hook sees connections and name
look-ups of all pure Python networking, asyncio included, and cannot be taken out again.
"""

import ipaddress
import os
import sys
from typing import Any

_LOG = os.environ.get("ZOLAL_TEST_SOCKET_LOG")
_WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost", os.uname().nodename):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified  # the latter is somebody who listens


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED:
        return
    target = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments
    if not isinstance(target, tuple) or _is_here(target[0]):  # a path is a socket of this machine
        return
    if _LOG:
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{event} {target[0]} by {' '.join(sys.orig_argv[:6])}\n")
    raise OSError(f"the test allows no connection to {target[0]}")


if _LOG:
    sys.addaudithook(_guard)
