"""Reading .env as people write it: what cannot be read is told in a line, never as a traceback."""

import io
from pathlib import Path

from dotenv.parser import parse_stream

PATH = Path(".env")

_SAVE = "save it as UTF-8 (editors offer that under Save as; in PowerShell: Set-Content -Encoding utf8)"
_NULS_OF_UTF_16 = 0.2
"""Every other byte of plain letters in UTF-16 is a NUL; UTF-8 has none."""


def problems_of_file(path: Path = PATH) -> list[str]:
    """A sentence for each thing that keeps this file from being read; none where it is not there."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    except IsADirectoryError:
        return [f"{path}: is a folder; it must be a text file."]
    except OSError as error:
        return [f"{path}: cannot be read ({error.strerror}); see to its owner and rights."]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(0) > len(raw) * _NULS_OF_UTF_16:
        return [f"{path}: is written in UTF-16; {_SAVE}."]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return [f"{path}: line {line} is not written in UTF-8; {_SAVE}."]
    if "\0" in text:
        return [f"{path}: holds NUL characters; write it anew, and {_SAVE}."]
    return [
        f"{path}: line {one.original.line} cannot be read; write it as NAME=value, with both quotes or none."
        for one in parse_stream(io.StringIO(text))
        if one.error or (one.key is not None and one.value is None)
    ]
