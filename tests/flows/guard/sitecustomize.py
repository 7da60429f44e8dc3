"""Put on PYTHONPATH of the processes a test starts: nobody but this machine is talked to, and attempts are noted.

Python runs it at the start of every process, before anything of ours. An audit hook sees connections and name
look-ups of all pure Python networking, asyncio included, and cannot be taken out again.

It is the brake as well: while the brake's file is there, each page costs a worker process half a second more. So a
run is still at work when a test disturbs it, on a machine of any speed, and goes on at full speed afterwards.
"""

import ipaddress
import os
import sys
import time
from typing import Any

_BRAKE = os.environ.get("ZOLAL_TEST_BRAKE", "")
_BRAKE_SECONDS = 0.5
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


def _brake(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and str(arguments[0]).endswith(".html") and os.path.exists(_BRAKE):
        time.sleep(_BRAKE_SECONDS)


if _LOG:
    sys.addaudithook(_guard)
if _BRAKE and "pipeline.engines.child" in sys.orig_argv:
    sys.addaudithook(_brake)
