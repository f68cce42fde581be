"""What a pack stands on: the packs it requires, lowest first, and whose file holds at each path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cuudinh.packs.faults import Fault, PackRefused, unknown
from cuudinh.packs.loading import MANIFEST, Pack
from cuudinh.packs.manifest import PackShape, satisfies
from cuudinh.packs.offering import left_out
from cuudinh.packs.parts import Pattern
from cuudinh.packs.shaping import read_file
from cuudinh.packs.world import Located, shown_path

PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Standing:
    """A pack over those it requires, itself last. `origins` names the pack whose file holds at a path."""

    sheet: Located[PackShape]
    packs: tuple[Pack, ...]
    languages: Mapping[str, Sequence[str]]
    files: Mapping[str, bytes] = field(repr=False)
    origins: Mapping[str, str] = field(repr=False)

    def shown(self, path: str) -> str:
        """Give a path as faults name it."""
        return shown_path(self.sheet.value.id, self.origins[path], path)


def standing_of(
    pack: Pack, library: Mapping[str, Pack], platform: str
) -> tuple[Standing | None, list[Fault]]:
    """Give what a pack stands on; None with the faults that leave it without ground."""
    search = _Search(pack.id, library, platform)
    search.visit(pack, ())
    if search.faults:
        return None, search.faults
    files, origins = search.overlaid()
    languages = {name: sheet.value.languages for name, sheet in search.sheets.items()}
    standing = Standing(search.sheets[pack.id], tuple(search.order), languages, files, origins)
    return (None, search.faults) if search.faults else (standing, [])


@dataclass(slots=True)
class _Search:
    """Walks from a pack down to everything it requires."""

    top: str
    library: Mapping[str, Pack]
    platform: str
    sheets: dict[str, Located[PackShape]] = field(default_factory=dict)
    order: list[Pack] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def visit(self, pack: Pack, above: tuple[str, ...]) -> None:
        """Put a pack into the order, after everything it requires."""
        if pack.id in self.sheets:
            return
        record = self._sheet(pack)
        if record is None:
            return
        self.sheets[pack.id] = record
        for name, wanted in record.value.requires.items():
            self._require(pack, record, name, wanted, (*above, pack.id))
        self.order.append(pack)

    def overlaid(self) -> tuple[dict[str, bytes], dict[str, str]]:
        """Lay the files of folders over each other; what lies beside pack.yaml is each pack's own."""
        files: dict[str, bytes] = {}
        origins: dict[str, str] = {}
        for pack in self.order:
            for path, body in pack.files.items():
                if pack.id != self.top and "/" not in path:
                    continue
                self._refuse_two(path, origins.get(path), pack.id)
                files[path], origins[path] = body, pack.id
        for path in left_out(files, origins, self._frames()):
            del files[path], origins[path]
        return dict(sorted(files.items())), origins

    def _frames(self) -> set[str]:
        """Give the packs below that are no provinces: their services hold only where they are offered."""
        return {
            name
            for name, sheet in self.sheets.items()
            if name != self.top and sheet.value.root_office is None
        }

    def _sheet(self, pack: Pack) -> Located[PackShape] | None:
        shown = shown_path(self.top, pack.id, MANIFEST)
        if MANIFEST not in pack.files:
            self.faults.append(Fault(shown, 1, "the file is missing", "the sheet of the pack"))
            return None
        found, faults = read_file(Pattern(MANIFEST, PackShape), MANIFEST, shown, pack.files[MANIFEST])
        self.faults += faults
        for record in found:
            if isinstance(record.value, PackShape):
                self._refuse_other_name(pack, record.value.id, shown, record.line_of(("id",)))
                return Located(MANIFEST, record.line, record.value, record.lines)
        return None

    def _refuse_other_name(self, pack: Pack, given: str, shown: str, line: int) -> None:
        if given != pack.id:
            self.faults.append(Fault(shown, line, f'id is "{given}"', f'"{pack.id}", as its folder', pack.id))

    def _require(
        self, pack: Pack, record: Located[PackShape], name: str, wanted: str, above: tuple[str, ...]
    ) -> None:
        shown, line = shown_path(self.top, pack.id, MANIFEST), record.line_of(("requires", name))
        if name in above:
            self.faults.append(Fault(shown, line, f'"{name}" requires itself', "packs without a circle"))
        elif name != PLATFORM and name not in self.library:
            known = {PLATFORM, *self.library} - set(above)
            self.faults.append(unknown("pack", name, known, file=shown, line=line))
        else:
            self._visit_required(name, above)
            self._refuse_version(name, wanted, shown, line)

    def _visit_required(self, name: str, above: tuple[str, ...]) -> None:
        if name == PLATFORM:
            return
        try:
            self.visit(self.library[name], above)
        except PackRefused as refused:
            self.faults += [
                replace(fault, file=shown_path(self.top, name, fault.file)) for fault in refused.faults
            ]

    def _refuse_version(self, name: str, wanted: str, shown: str, line: int) -> None:
        sheet = self.sheets.get(name)
        have = self.platform if name == PLATFORM else str(sheet.value.version) if sheet else None
        if have is not None and not satisfies(have, wanted):
            self.faults.append(Fault(shown, line, f"{name} is of version {have}", f"{name} {wanted}"))

    def _refuse_two(self, path: str, earlier: str | None, later: str) -> None:
        """One pack may replace a file of another only if it stands on it, else chance would decide."""
        if earlier is None or earlier in self._below(later):
            return
        own = next(pack for pack in self.order if pack.id == self.top)
        if path not in own.files:
            what = f'"{path}" is in {earlier} and in {later}, which do not know each other'
            self.faults.append(Fault(MANIFEST, 1, what, "a file of its own at that path"))

    def _below(self, name: str) -> set[str]:
        direct = set(self.sheets[name].value.requires) - {PLATFORM}
        return direct.union(*(self._below(one) for one in direct))
