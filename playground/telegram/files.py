"""Photos, documents and all other media: kept by id, handed out by path."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.telegram.params import Params, Upload
from playground.telegram.refusals import Refusal, bad_request

_PICTURE = {"width": 640, "height": 480}
_SHOWN: dict[str, tuple[str, dict[str, Any]]] = {
    "photo": ("photos", {}),
    "document": ("documents", {}),
    "video": ("videos", {**_PICTURE, "duration": 7}),
    "animation": ("animations", {**_PICTURE, "duration": 3}),
    "audio": ("music", {"duration": 180, "title": "A song"}),
    "voice": ("voice", {"duration": 4}),
    "video_note": ("video_notes", {"length": 384, "duration": 5}),
    "sticker": (
        "stickers",
        {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🦊",
        },
    ),
}
"""For each kind of media: its folder, and its fields in a message besides the file's."""

KINDS = tuple(_SHOWN)
WITHOUT_CAPTION = ("video_note", "sticker")
"""core.telegram.org/bots/api#sendvideonote and #sendsticker have no caption."""

MOST_UPLOADED = 50 * 1024 * 1024
"""Bytes of a file that the public server takes from a bot."""

ALBUMS = (("photo", "video"), ("document",), ("audio",))
"""Kinds that one album may combine (core.telegram.org/bots/api#sendmediagroup)."""

ALBUM_SIZE = 10
"""The maximum; the minimum is two."""

_VEILED = ("photo", "video", "animation")

_NAMED = ("document", "video", "animation", "audio")
_TYPED = (*_NAMED, "voice")

DOWNLOAD_BYTES = 20_000_000  # the limit of a bot's download: core.telegram.org/bots/api#getfile


@dataclass(frozen=True)
class StoredFile:
    """One file at Telegram; `kind` is one of KINDS."""

    number: int
    kind: str
    upload: Upload

    @property
    def id(self) -> str:
        return f"FAKE{self.kind.replace('_', '').upper()}{self.number:08d}"

    @property
    def unique_id(self) -> str:
        return f"FU{self.number:08d}"

    @property
    def path(self) -> str:
        folder, _ = _SHOWN[self.kind]
        dot = self.upload.name.rfind(".")
        return f"{folder}/file_{self.number}{self.upload.name[dot:] if dot > 0 else ''}"

    def json(self) -> dict[str, Any]:
        """The file's own fields, common to every form it appears in."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
        }

    def in_message(self) -> dict[str, Any]:
        """The file's fields in a message; an animation is a document as well, for old bots' sake."""
        if self.kind == "photo":
            return {"photo": [{**self.json(), **_PICTURE}]}  # the fake keeps one size of a photo
        told = {self.kind: self._told(self.kind)}
        # As Telegram's page has it of `animation`: with it "the document field will also be set".
        return {**told, "document": self._told("document")} if self.kind == "animation" else told

    def _told(self, kind: str) -> dict[str, Any]:
        _, shown = _SHOWN[kind]
        name = {"file_name": self.upload.name} if kind in _NAMED else {}
        mime = {"mime_type": self.upload.mime} if kind in _TYPED else {}
        return {**self.json(), **shown, **name, **mime}


@dataclass
class FileStore:
    """All files, by id and by path.

    `local` is the folder of a server that was started with --local: it names the path in its own file system
    and serves no files. The test decides if the bot has the file there, too. `web` has the pictures that
    Telegram finds at an address; the fake itself opens no connection.
    """

    local: Path | None = None
    web: dict[str, bytes] = field(default_factory=dict)
    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        """Store an upload and give it an id."""
        stored = StoredFile(len(self.by_id) + 1, kind, upload)
        self.by_id[stored.id] = stored
        self.by_path[stored.path] = stored
        return stored

    def path_of(self, stored: StoredFile) -> str:
        """Return the path that getFile reports."""
        return stored.path if self.local is None else str(self.local / stored.path)

    def at(self, path: str) -> StoredFile | None:
        """Return the file served under this path."""
        return self.by_path.get(path) if self.local is None else None

    def named_in(self, params: Params, kind: str) -> StoredFile:
        """Return the file a send call names: uploaded now, or by the id of an earlier one."""
        upload = params.upload(kind)
        if upload is not None:
            if not upload.content:
                raise bad_request("file must be non-empty")
            if len(upload.content) > MOST_UPLOADED:
                raise Refusal(413, "Request Entity Too Large")
            return self.keep(kind, upload)
        reference = params.text(kind)
        if not reference:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        return self.known(reference, kind)

    def known(self, reference: str, kind: str) -> StoredFile:
        """Return the file with this id and kind."""
        if reference.startswith(("http://", "https://")):
            if reference not in self.web or kind != "photo":
                raise _no_download()
            return self.keep(kind, Upload(self.web[reference], reference.rpartition("/")[2], "image/jpeg"))
        stored = self.by_id.get(reference)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {_spoken(stored.kind)} as {_spoken(kind)}")
        return stored


def look(kind: str, *, veiled: bool, caption_above: bool) -> dict[str, bool]:
    """Return how a message with media of this kind is shown, in the message's own fields."""
    wished = {"has_media_spoiler": veiled, "show_caption_above_media": caption_above}
    return {name: True for name, wanted in wished.items() if wanted and kind in _VEILED}


def _spoken(kind: str) -> str:
    return "VoiceNote" if kind == "voice" else kind.title().replace("_", "")


def _no_download() -> Refusal:
    # Telegram says this of an address it cannot reach.
    return bad_request("failed to get HTTP URL content")
