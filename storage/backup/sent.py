"""Which backup was sent to the operators' chat: one line in a file beside the backups."""

from pathlib import Path

_NOTE = ".kiosk-sent"


def last_sent(folder: Path) -> str:
    """Return the name of the backup that was sent last; empty if none was. Raises OSError."""
    try:
        return (folder / _NOTE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def note_sent(folder: Path, name: str) -> None:
    """Note that the backup of this name was sent. Raises OSError."""
    half = folder / f"{_NOTE}.half"
    half.write_text(f"{name}\n", encoding="utf-8")
    half.replace(folder / _NOTE)
