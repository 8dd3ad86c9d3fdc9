"""The files of a folder a source is told to read."""

from __future__ import annotations

from pathlib import Path

from connectors.errors import ConfigurationError

_TEMPORARY = ("~$", ".")
"""How office programs and operating systems begin the names of files that are no one's data."""
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download")
"""How programs end the names of files they are still writing."""


def files_in(folder: str | None, pattern: str) -> list[Path]:
    """Files of the folder that match, by name, temporary and unfinished ones left out.

    Raises ``ConfigurationError`` where no folder is named or none is there.
    """
    if folder is None:
        raise ConfigurationError("This source has no folder.", "Set options.folder, or bring files with an import.")
    place = Path(folder)
    if not place.is_dir():
        raise ConfigurationError(
            f"There is no folder {place.name!r} for this source.", "Create it or correct options.folder."
        )
    found = (path for path in place.glob(pattern) if path.is_file())
    return sorted(path for path in found if not _is_temporary(path))


def _is_temporary(path: Path) -> bool:
    return path.name.startswith(_TEMPORARY) or path.suffix.lower() in _UNFINISHED


def inside_folder(pattern: str) -> str:
    """A pattern of file names that cannot lead out of the folder. Raises ``ValueError`` for one that can."""
    if pattern.startswith(("/", "\\")) or ".." in pattern:
        raise ValueError("a pattern of file names inside the folder, such as *.xlsx")
    return pattern
