"""gzip and zstd: whole, damaged, cut off, or far larger than they look."""

import gzip
import io
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PageError
from pipeline.model import Outcome
from pipeline.store.packed import Packing, Unpacked, members, unpack

TEXT = "روز بارانی در کوهستان. ".encode() * 300
PACKERS = {"gz": gzip.compress, "zst": zstandard.compress}


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_members_are_joined_and_padding_is_none(packing: Packing) -> None:
    packed = PACKERS[packing](TEXT) + PACKERS[packing](b"more") + b"\0" * 50
    assert unpack(io.BytesIO(packed), packing, 1_000_000) == TEXT + b"more"
    starts = [member.offset for member in members(io.BytesIO(packed), packing)]
    assert starts == [0, len(PACKERS[packing](TEXT))]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_cut_off_data_is_no_page(packing: Packing) -> None:
    packed = PACKERS[packing](TEXT)
    with pytest.raises(PageError, match="too early") as caught:
        unpack(io.BytesIO(packed[: len(packed) // 2]), packing, 1_000_000)
    assert caught.value.outcome is Outcome.DECODE_FAILED


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_what_is_not_packed_at_all_is_named(packing: Packing) -> None:
    with pytest.raises(PageError, match=r"no .* data"):
        unpack(io.BytesIO(b"<html>plain</html>"), packing, 1_000_000)


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_bomb_stops_at_the_limit(packing: Packing) -> None:
    pack = zlib.compressobj(9, wbits=31)
    bomb = b"".join(pack.compress(bytes(1 << 20)) for _ in range(300)) + pack.flush()
    if packing == "zst":
        bomb = zstandard.ZstdCompressor(level=3).compress(bytes(300 << 20))
    stream = io.BytesIO(bomb)
    with pytest.raises(PageError, match="larger than") as caught:
        unpack(stream, packing, 1_000_000)
    assert caught.value.outcome is Outcome.TOO_BIG
    assert packing == "zst" or stream.tell() < len(bomb)  # this zstd bomb is smaller than what is read at a time


def test_a_zstd_window_of_gigabytes_is_not_granted() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=28, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = packer.compress(TEXT) + packer.flush()
    with pytest.raises(PageError, match="zstd data is damaged"):
        unpack(io.BytesIO(packed), "zst", 1_000_000)


@given(st.binary(max_size=5000), st.sampled_from(["gz", "zst"]), st.integers(1, 700))
def test_reading_in_pieces_gives_the_same_bytes(data: bytes, packing: Packing, piece: int) -> None:
    stream = Unpacked(io.BytesIO(PACKERS[packing](data)), packing)
    assert b"".join(iter(lambda: stream.read(piece), b"")) == data


@given(st.sampled_from(["gz", "zst"]), st.data())
def test_a_flipped_byte_is_damage_or_nothing(packing: Packing, data: st.DataObject) -> None:
    packed = bytearray(PACKERS[packing](TEXT))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    outcome, found = Outcome.OK, b""
    try:
        found = unpack(io.BytesIO(bytes(packed)), packing, 1_000_000)
    except PageError as error:
        outcome = error.outcome
    assert outcome in (Outcome.OK, Outcome.DECODE_FAILED, Outcome.TOO_BIG)
    # gzip has a checksum, these zstd frames have none
    assert outcome is not Outcome.OK or packing == "zst" or found == TEXT
