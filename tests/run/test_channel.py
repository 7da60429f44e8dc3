"""The channel between a worker and its keeper: messages arrive whole, in order, however the socket cuts them."""

import socket
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.channel import Channel


def pair() -> tuple[socket.socket, Channel[str]]:
    theirs, ours = socket.socketpair()
    return theirs, Channel(ours.detach(), str)


@given(words=st.lists(st.text(max_size=40), min_size=1, max_size=8), cuts=st.lists(st.integers(1, 60), max_size=8))
def test_messages_arrive_whole_and_in_order(words: list[str], cuts: list[int]) -> None:
    theirs, channel = pair()
    encoded = [msgspec.msgpack.encode(word) for word in words]
    data = b"".join(struct.pack("!I", len(one)) + one for one in encoded)
    heard: list[str] = []
    for cut in cuts:
        part, data = data[:cut], data[cut:]
        theirs.sendall(part)
        heard += channel.receive(0) if part else []
    theirs.sendall(data)
    while len(heard) < len(words):
        heard += channel.receive(1)
    assert heard == words
    channel.close()
    theirs.close()


def test_what_gathered_comes_in_one_go_and_silence_is_no_message() -> None:
    theirs, channel = pair()
    speaker: Channel[str] = Channel(theirs.detach(), str)
    for word in ("یک", "دو", "سه"):
        speaker.send(word)
    assert channel.receive(1) == ["یک", "دو", "سه"]
    assert channel.receive(0.01) == []
    speaker.close()
    with pytest.raises(EOFError):
        channel.receive()
    channel.close()
