"""One file with a backup in it: a tar of the manifest and the database's parts, packed and perhaps sealed."""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO, cast

from storage.backup.manifest import Manifest, NotWhole
from storage.backup.sealing import CannotOpen, Opening, Sealing, is_sealed

MANIFEST = "manifest.json"
_LEVEL = 3
"""How hard gzip tries: a harder try takes three times as long for a tenth less."""

_PIECE = 1 << 20


def write(out: BinaryIO, manifest: Manifest, parts: Sequence[Path], passphrase: str) -> Manifest:
    """Write the archive of these files; return the manifest, which has their sums now. Raises OSError."""
    manifest = replace(manifest, files={part.name: _sum_of(part) for part in parts})
    if not passphrase:
        _pack(out, manifest, parts)
        return manifest
    sealing = Sealing(out, passphrase)
    _pack(cast("BinaryIO", sealing), manifest, parts)
    sealing.finish()
    return manifest


def check(file: Path, passphrase: str) -> Manifest:
    """Read the whole archive and hold each part against its sum. Raises NotWhole, CannotOpen, OSError."""
    with _opened(file, passphrase) as (manifest, members):
        for name, stream in members:
            _hold(manifest, name, _sum(stream))
        return manifest


def unpack(file: Path, passphrase: str, folder: Path) -> Manifest:
    """Write the parts into this folder, each held against its sum. Raises as `check` does."""
    with _opened(file, passphrase) as (manifest, members):
        for name, stream in members:
            added = hashlib.sha256()
            with (folder / name).open("xb") as out:
                while piece := stream.read(_PIECE):
                    added.update(piece)
                    out.write(piece)
            _hold(manifest, name, added.hexdigest())
        return manifest


def _pack(out: BinaryIO, manifest: Manifest, parts: Sequence[Path]) -> None:
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_LEVEL, mtime=0) as packing,
        tarfile.open(fileobj=packing, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        written = manifest.write()
        tar.addfile(_entry(MANIFEST, len(written)), io.BytesIO(written))
        for part in parts:
            with part.open("rb") as stream:
                tar.addfile(_entry(part.name, part.stat().st_size), stream)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


@contextmanager
def _opened(file: Path, passphrase: str) -> Iterator[tuple[Manifest, Iterator[tuple[str, IO[bytes]]]]]:
    """Yield the manifest, and the parts in turn; when all were asked for, none was missing."""
    with file.open("rb") as raw:
        plain: BinaryIO = raw
        if is_sealed(raw):
            if not passphrase:
                raise CannotOpen("The backup is sealed: set BACKUP_KEY to the key it was made with.")
            plain = cast("BinaryIO", io.BufferedReader(Opening(raw, passphrase), _PIECE))
        try:
            with gzip.GzipFile(fileobj=plain) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                first = tar.next()
                stream = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
                if stream is None:
                    raise NotWhole("The file is no backup of a kiosk.")
                manifest = Manifest.read(stream.read())
                yield manifest, _parts(tar, manifest)
                while packed.read(_PIECE):  # to the very end, where the sum of everything stands
                    pass
        except (EOFError, gzip.BadGzipFile, zlib.error, tarfile.TarError, ValueError) as error:
            raise NotWhole("The file is no backup of a kiosk, or it is damaged.") from error


def _parts(tar: tarfile.TarFile, manifest: Manifest) -> Iterator[tuple[str, IO[bytes]]]:
    seen = set()
    while (entry := tar.next()) is not None:  # iterating would begin with the manifest again
        stream = tar.extractfile(entry)
        # The manifest's names are plain ones: none leads out of the folder that it is unpacked into.
        if stream is None or entry.name not in manifest.files or entry.name in seen:
            raise NotWhole(f"The backup has a part that it does not name: {entry.name[:80]}")
        seen.add(entry.name)
        yield entry.name, stream
    if missing := set(manifest.files) - seen:
        raise NotWhole(f"Parts of the backup are missing: {', '.join(sorted(missing)[:3])}")


def _hold(manifest: Manifest, name: str, found: str) -> None:
    if manifest.files[name] != found:
        raise NotWhole(f"A part of the backup is damaged: {name}")


def _sum_of(part: Path) -> str:
    with part.open("rb") as stream:
        return _sum(stream)


def _sum(stream: IO[bytes]) -> str:
    added = hashlib.sha256()
    while piece := stream.read(_PIECE):
        added.update(piece)
    return added.hexdigest()
