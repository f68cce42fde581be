"""Giving an applied pack back as the files it came as."""

from pathlib import Path

from cuudinh.kernel.refusal import NotNow, NotThere
from cuudinh.packs.applying import Store, parted


class NeverApplied(NotThere):
    """404: no pack of this name is in force here."""

    code = "pack-never-applied"
    sentence = "Gói “{pack}” chưa từng được áp dụng ở đây."


class FolderTaken(NotNow):
    """409: an export never writes over what is there."""

    code = "folder-taken"
    sentence = "Thư mục “{folder}” đã có; hãy chọn thư mục khác."


def export(store: Store, pack_id: str, folder: Path) -> list[Path]:
    """Write a pack in force, and those it requires beside it, into a folder; give the folders of the packs.

    The files are those that were applied, byte for byte. Raises `NeverApplied`, and `FolderTaken` before
    anything is written.
    """
    files = store.kept(pack_id)
    if files is None:
        raise NeverApplied(pack=pack_id)
    packs = parted(pack_id, files)
    places = [folder / name for name in packs]
    for place in places:
        if place.exists():
            raise FolderTaken(folder=place)
    for pack in packs.values():
        for path, body in pack.files.items():
            target = folder / pack.id / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
    return places
