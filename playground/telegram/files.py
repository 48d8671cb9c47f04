"""Photos and documents: kept by id, handed out by path."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.telegram.params import Params, Upload
from playground.telegram.refusals import Refusal, bad_request

DOWNLOAD_BYTES = 20_000_000  # a bot may download no more: core.telegram.org/bots/api#getfile


@dataclass(frozen=True)
class StoredFile:
    """One file at Telegram. `kind` is `photo` or `document`."""

    number: int
    kind: str
    upload: Upload

    @property
    def id(self) -> str:
        return f"FAKE{self.kind.upper()}{self.number:08d}"

    @property
    def unique_id(self) -> str:
        return f"FU{self.number:08d}"

    @property
    def path(self) -> str:
        folder = "photos" if self.kind == "photo" else "documents"
        dot = self.upload.name.rfind(".")
        return f"{folder}/file_{self.number}{self.upload.name[dot:] if dot > 0 else ''}"

    def json(self) -> dict[str, Any]:
        """The file's own fields, common to every shape it appears in."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
        }

    def as_photo(self) -> list[dict[str, Any]]:
        """The sizes of a photo; the fake keeps one."""
        return [{**self.json(), "width": 640, "height": 480}]

    def as_document(self) -> dict[str, Any]:
        """A document with its name and type."""
        return {**self.json(), "file_name": self.upload.name, "mime_type": self.upload.mime}


@dataclass
class FileStore:
    """All files, by id and by path.

    `local` is the folder of a server that was started with --local: it tells where in its own file system
    a file lies, and hands none out. Whether it lies there for the bot, too, is up to the test.
    """

    local: Path | None = None
    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        """Store an upload and give it an id."""
        stored = StoredFile(len(self.by_id) + 1, kind, upload)
        self.by_id[stored.id] = stored
        self.by_path[stored.path] = stored
        return stored

    def path_of(self, stored: StoredFile) -> str:
        """What getFile tells of where it is."""
        return stored.path if self.local is None else str(self.local / stored.path)

    def at(self, path: str) -> StoredFile | None:
        """The file that is handed out under this path."""
        return self.by_path.get(path) if self.local is None else None

    def named_in(self, params: Params, kind: str) -> StoredFile:
        """The file a send call names: uploaded now, or by the id of an earlier one."""
        upload = params.upload(kind)
        if upload is not None:
            if not upload.content:
                raise bad_request("file must be non-empty")
            return self.keep(kind, upload)
        reference = params.text(kind)
        if not reference:
            raise bad_request(f"there is no {kind} in the request")
        return self._known(reference, kind)

    def _known(self, reference: str, kind: str) -> StoredFile:
        if reference.startswith(("http://", "https://")):
            raise _no_download()
        stored = self.by_id.get(reference)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored


def _no_download() -> Refusal:
    # The fake never opens a connection; Telegram says the same of a URL it cannot reach.
    return bad_request("failed to get HTTP URL content")
