"""Parquet: one page a row; and documents as rows, with the nested columns of the schema."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import IO, Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model import Document, Outcome
from pipeline.store.jsonl import page_of
from pipeline.store.readers import Columns, Failure, RawPage

_PAIRS = ("languages", "normalization")
"""Fields that are maps."""
_BATCH = 32
"""Rows read at a time: pages are large."""


def read_parquet(
    file: IO[bytes], source: str, start: int, stop: int | None, max_bytes: int, columns: Columns
) -> Iterator[RawPage]:
    """The pages of the row groups ``start`` to before ``stop``."""
    try:
        table = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        failure = Failure(Outcome.PARSE_FAILED, f"The file is no Parquet: {_first_line(error)}")
        yield RawPage(source=f"{source}#@0", failure=failure)
        return
    groups = table.num_row_groups if stop is None else min(stop, table.num_row_groups)
    rows = max(table.metadata.num_rows, 1)
    size = file.seek(0, 2)
    before = sum(table.metadata.row_group(group).num_rows for group in range(start))
    for group in range(start, groups):
        row = 0
        try:
            for batch in table.iter_batches(_BATCH, row_groups=[group]):
                for fields in batch.to_pylist():
                    reached = size * (before + row + 1) // rows
                    place = f"@{group}.{row}"
                    yield page_of(fields, source, place, (group, row), reached, max_bytes, columns)
                    row += 1
        except (pa.ArrowException, OSError) as error:
            failure = Failure(Outcome.PARSE_FAILED, f"The row group is damaged: {_first_line(error)}")
            yield RawPage(source=f"{source}#@{group}.{row}", failure=failure, position=(group, row))
        before += table.metadata.row_group(group).num_rows


def cut_parquet(file: IO[bytes], pages: int) -> Iterator[int]:
    """Row groups at which the file may be cut."""
    try:
        metadata = pq.ParquetFile(file).metadata
    except (pa.ArrowException, OSError):
        return  # reading it will say what is wrong
    rows = 0
    for group in range(metadata.num_row_groups):
        if rows >= pages:
            yield group
            rows = 0
        rows += metadata.row_group(group).num_rows


def document_schema() -> pa.Schema:
    """The columns of documents, made of the structs themselves so that they cannot drift apart."""
    fields = msgspec.structs.fields(Document)
    return pa.schema([pa.field(field.encode_name, _arrow(field.type)) for field in fields])


class DocumentTable:
    """A Parquet file of documents that is being written."""

    def __init__(self, file: IO[bytes], group_bytes: int = 32_000_000) -> None:
        self._schema = document_schema()
        self._file = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0
        self._group_bytes = group_bytes

    def add(self, encoded: bytes) -> None:
        """One document, as JSON."""
        self._rows.append(_row(msgspec.json.decode(encoded, type=Document)))
        self._bytes += len(encoded)
        if self._bytes >= self._group_bytes:
            self._flush()

    def close(self) -> None:
        """Write what is left and the footer."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._bytes = [], 0


def read_document_rows(file: IO[bytes]) -> Iterator[Document]:
    """The documents of a file that ``DocumentTable`` wrote."""
    for batch in pq.ParquetFile(file).iter_batches(_BATCH):
        for row in batch.to_pylist():
            for name in _PAIRS:
                row[name] = {pair["key"]: pair["value"] for pair in row[name]}
            yield msgspec.convert(row, Document)


def _row(document: Document) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(document)
    for name in _PAIRS:
        row[name] = [{"key": key, "value": value} for key, value in row[name].items()]
    for mention in row["dates"]:
        mention.setdefault("confidence", 1.0)
        mention.setdefault("why", "")
    return row


def _arrow(kind: Any) -> pa.DataType:
    """The Arrow type of a field's Python type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _arrow(args[0])
    if origin in (Union, UnionType):
        return _arrow(next(arg for arg in args if arg is not NoneType))
    if origin is tuple:
        return pa.list_(_arrow(args[0]))
    if origin in (dict, Mapping):
        # A list of pairs and no map: `datasets` knows no maps.
        return pa.list_(pa.struct([("key", _arrow(args[0])), ("value", _arrow(args[1]))]))
    if origin is Literal or kind in (str, Outcome):
        return pa.string()
    if kind is bool:
        return pa.bool_()
    if kind is int:
        return pa.int64()
    if kind is float:
        return pa.float64()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = msgspec.structs.fields(kind)
        return pa.struct([pa.field(field.encode_name, _arrow(field.type)) for field in fields])
    raise TypeError(f"no Arrow type for {kind}")


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
