"""What a worker and its keeper say to each other: messages over a socket, each with its length before it."""

import select
import socket
import struct

import msgspec

_LENGTH = struct.Struct("!I")
_PIECE = 1 << 16
_ENCODER = msgspec.msgpack.Encoder()


class Channel[Message]:
    """One end. What arrived meanwhile is read in one go: with hundreds of pages a second, a system call and a
    switch of processes for each message would cost more than all else the keeper does."""

    def __init__(self, descriptor: int, heard: object) -> None:
        """Takes over the descriptor of a stream socket; ``heard`` is the type of the messages that come."""
        self._socket = socket.socket(fileno=descriptor)
        self._decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(heard)
        self._poll = select.poll()  # made once: select's own objects cost as much as the wait
        self._poll.register(descriptor, select.POLLIN)
        self._held = bytearray()

    def send(self, message: object) -> None:
        """Say something. Raises OSError when nobody is there to hear it."""
        data = _ENCODER.encode(message)
        self._socket.sendall(_LENGTH.pack(len(data)) + data)

    def receive(self, seconds: float | None = None) -> list[Message]:
        """All whole messages that are there; waits for the first of them, ``seconds`` at most. Raises EOFError when
        the other side is gone."""
        messages: list[Message] = []
        while not messages:
            if not self._poll.poll(None if seconds is None else seconds * 1000):
                return messages
            data = self._socket.recv(_PIECE)
            if not data:
                raise EOFError
            self._held += data
            messages = self._whole()
        return messages

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _whole(self) -> list[Message]:
        messages, start = [], 0
        with memoryview(self._held) as held:
            while len(held) - start >= _LENGTH.size:
                end = start + _LENGTH.size + _LENGTH.unpack_from(held, start)[0]
                if end > len(held):
                    break
                messages.append(self._decoder.decode(held[start + _LENGTH.size : end]))
                start = end
        del self._held[:start]
        return messages
