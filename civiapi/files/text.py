"""Files of text: CSV, TSV, JSONL; their encoding and their delimiter."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

from ..errors import UsageError
from .cells import NO_TEXT, Line, header, is_blank, named

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
#: What Excel takes as the first line of a CSV file, to know its delimiter.
_SEP = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_BLOCK = 1 << 16
#: As many bytes round one that is not understood are shown.
_AROUND = 12


class Text:
    """A file of text: UTF-8, or what its byte order mark says, or what is given."""

    def __init__(self, name: str, encoding: str | None = None) -> None:
        self.name = name
        self._given = encoding
        with open(name, "rb") as file:
            start = file.read(4)
        found = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
        self._encoding = found or encoding or "utf-8"
        try:
            codecs.lookup(self._encoding)
        except LookupError:
            raise UsageError(f"{name}: there is no encoding {encoding!r}") from None

    @contextmanager
    def _opened(self, newline: str) -> Iterator[IO[str]]:
        with open(self.name, encoding=self._encoding, newline=newline) as file:
            try:
                yield file
            except UnicodeDecodeError:
                raise UsageError(self._undecodable()) from None

    def _undecodable(self) -> str:
        """Where the first byte stands that is not of the encoding, and what to do."""
        decoder = codecs.getincrementaldecoder(self._encoding)()
        line = 1
        with open(self.name, "rb") as file:
            while True:
                block = file.read(_BLOCK)
                try:
                    decoder.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    return self._said(line, error)
                line += _breaks(block)

    def _said(self, line: int, error: UnicodeDecodeError) -> str:
        before = error.object[: error.start]
        line += _breaks(before)
        place = f"{self.name}: line {line}"
        if error.start == len(error.object) - 1 and self._encoding.startswith("utf-16"):
            return f"{place}: the file ends within a character"
        said = f"{place}: byte 0x{error.object[error.start]:02x} is not {self._encoding}"
        if self._given is not None:
            return f"{said}; give the encoding that the file is in"
        near = re.split(rb"[\r\n]", before[-_AROUND:])[-1]
        near += re.split(rb"[\r\n]", error.object[error.start : error.start + _AROUND])[0]
        shown = near.decode("cp1252", "replace")
        return f'{said}; where {shown!r} reads right, give encoding="cp1252" (Excel on Windows), else its own'


def _breaks(block: bytes) -> int:
    return max(block.count(b"\n"), block.count(b"\r"))


class Csv(Text):
    """A CSV file; ``usual`` is its delimiter where the header tells none."""

    def __init__(
        self,
        name: str,
        encoding: str | None = None,
        delimiter: str | None = None,
        skip: int = 0,
        usual: str = ",",
    ) -> None:
        super().__init__(name, encoding)
        self._skip, self._delimiter = skip, usual
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            raise UsageError(f"{name}: a delimiter is one character, not {delimiter!r}")
        self._delimiter = delimiter or self._found(usual)

    def _found(self, usual: str) -> str:
        """The delimiter that parts the header into most columns.

        csv.Sniffer looks at all cells, and takes the commas of some text for it.
        """
        with self._opened("") as file:
            first = next(islice(file, self._skip, None), "")
            marked = _SEP.fullmatch(first)
            if marked:
                self._skip += 1
                return marked[1]
        widths = {one: self._width(one) for one in _DELIMITERS}
        most = max(widths.values())
        best = [one for one, width in widths.items() if width == most]
        if most == 1 or usual in best:
            return usual
        if len(best) > 1:
            raise UsageError(f"{self.name}: the delimiter may be any of {best}; give delimiter=")
        return best[0]

    def _width(self, delimiter: str) -> int:
        """How many columns the header has then, but for empty ones at its end."""
        try:
            for _, cells in self._lines(delimiter):
                filled = [place for place, cell in enumerate(cells, 1) if not is_blank(cell)]
                if filled:
                    return filled[-1]
        except UsageError:
            pass  # a quotation mark that is none with another delimiter
        return 1

    def _lines(self, delimiter: str) -> Iterator[Line]:
        with self._opened("") as file:
            for _ in islice(file, self._skip):
                pass
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            while True:
                line = self._skip + reader.line_num + 1
                try:
                    yield line, next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise UsageError(f"{self.name}: line {line}: {_worded(error)}") from None

    def names(self) -> list[str]:
        return header(self.name, self._lines(self._delimiter))

    def rows(self) -> Iterator[tuple[int, Iterable[tuple[str, Any]]]]:
        lines = self._lines(self._delimiter)
        return named(self.name, header(self.name, lines), lines, is_padded=False)


def _worded(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said or "unexpected end" in said:
        return "a quotation mark opens a cell there that none closes"
    if "expected after" in said:
        return 'a quotation mark within a cell; write it twice ("")'
    if "NUL" in said:  # Python 3.10 takes none; later ones leave it to header()
        return NO_TEXT
    return said


class Jsonl(Text):
    """Lines of JSON objects; its columns are all keys that there are."""

    def names(self) -> list[str]:
        return list(dict.fromkeys(name for _, pairs in self.rows() for name, _ in pairs))

    def rows(self) -> Iterator[tuple[int, Iterable[tuple[str, Any]]]]:
        with self._opened("\n") as file:
            for line, text in enumerate(file, 1):
                if not text.strip():
                    continue
                try:
                    record = json.loads(text)
                except ValueError as error:
                    raise UsageError(f"{self.name}: line {line}: it is no JSON: {error}") from None
                if not isinstance(record, dict):
                    raise UsageError(
                        f"{self.name}: line {line}: a record is an object, {{...}}, not {text.strip()[:20]}"
                    )
                if not all(map(is_blank, record.values())):
                    yield line, record.items()
