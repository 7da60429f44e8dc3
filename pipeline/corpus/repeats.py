"""What repeats on a site: learned from its pages, frozen into a SiteMemory."""

import msgspec

from pipeline.errors import UsageError
from pipeline.memory import FORMAT, SiteMemory


def encode(memory: SiteMemory) -> bytes:
    """The memory as a file."""
    return msgspec.msgpack.encode(memory)


def decode(data: bytes) -> SiteMemory:
    """The memory out of a file. Raises UsageError when it is none, or of another version."""
    try:
        memory = msgspec.msgpack.decode(data, type=SiteMemory)
    except msgspec.DecodeError as error:
        raise UsageError(f"The file is no site memory: {error}") from error
    if memory.version != FORMAT:
        raise UsageError(f"The site memory is of version {memory.version}, this is {FORMAT}: learn it again.")
    return memory
