"""A sealed stream: AES-256-GCM in chunks, under a key that scrypt makes of a passphrase.

The file begins with a header: a mark, the costs of scrypt, its salt, and what all nonces begin with. Each
chunk's nonce has its number and says whether it is the last one, and each chunk vouches for the header. So a
chunk that is changed, moved, missing or added is noticed, and so is an end that was cut off.
"""

import io
import os
import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"KIOSKBK1"
CHUNK = 1 << 20
"""Bytes of one chunk before it is sealed."""

_COSTS = struct.Struct(">BBB")
_LOG_N, _R, _P = 15, 8, 1
_MOST_LOG_N = 20
"""A forged header must not make us fill the memory."""

_SALT, _BEGINNING, _TAG = 16, 7, 16
_HEADER = len(MARK) + _COSTS.size + _SALT + _BEGINNING


class CannotOpen(Exception):
    """The file cannot be opened with this key; the text says why."""


class Sealing(io.RawIOBase):
    """Seals what is written to it into `out`. Nothing can be opened before `finish`."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        self._out = out
        salt, self._beginning = os.urandom(_SALT), os.urandom(_BEGINNING)
        self._header = MARK + _COSTS.pack(_LOG_N, _R, _P) + salt + self._beginning
        self._cipher = _cipher(passphrase, salt, _LOG_N, _R, _P)
        self._waiting = bytearray()
        self._number = 0
        out.write(self._header)

    def writable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; a chunk goes out once something follows it."""
        view = memoryview(data)  # type: ignore[arg-type]  # io's own type for bytes-like needs Python 3.12
        self._waiting += view
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return view.nbytes

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._beginning, self._number, is_last=is_last)
        self._out.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class Opening(io.RawIOBase):
    """Reads what was sealed. Raises CannotOpen for a wrong key, and for anything that was not sealed so."""

    def __init__(self, sealed: BinaryIO, passphrase: str) -> None:
        self._sealed = sealed
        self._header = sealed.read(_HEADER)
        if len(self._header) < _HEADER or not self._header.startswith(MARK):
            raise CannotOpen("The file is no sealed backup, or its beginning is damaged.")
        costs = _COSTS.unpack_from(self._header, len(MARK))
        if not 0 < costs[0] <= _MOST_LOG_N or costs[1:] != (_R, _P):
            raise CannotOpen("The file's beginning is damaged.")
        salt = self._header[-_SALT - _BEGINNING : -_BEGINNING]
        self._beginning = self._header[-_BEGINNING:]
        self._cipher = _cipher(passphrase, salt, *costs)
        self._next = sealed.read(CHUNK + _TAG)
        self._opened = b""
        self._number = 0
        self._is_over = False

    def readable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # as in `write`
        if not self._opened and not self._is_over:
            self._opened = self._take()
        taken = self._opened[: len(view)]
        view[: len(taken)] = taken
        self._opened = self._opened[len(taken) :]
        return len(taken)

    def _take(self) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see _cipher

        chunk, self._next = self._next, self._sealed.read(CHUNK + _TAG)
        self._is_over = not self._next
        nonce = _nonce(self._beginning, self._number, is_last=self._is_over)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, chunk, self._header)
        except InvalidTag:
            why = "BACKUP_KEY is not the key it was sealed with, or the file is damaged"
            raise CannotOpen(f"{why}." if self._number == 1 else "The file is damaged.") from None


def is_sealed(file: BinaryIO) -> bool:
    """Return True if this file begins as sealed ones do; it is at its beginning again after."""
    beginning = file.read(len(MARK))
    file.seek(0)
    return beginning == MARK


def _nonce(beginning: bytes, number: int, *, is_last: bool) -> bytes:
    return beginning + struct.pack(">IB", number, is_last)


def _cipher(passphrase: str, salt: bytes, log_n: int, r: int, p: int) -> "AESGCM":
    # Imported where a backup is made or read: a start needs none of it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - as above

    key = Scrypt(salt=salt, length=32, n=1 << log_n, r=r, p=p).derive(passphrase.encode())
    return AESGCM(key)
