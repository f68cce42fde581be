"""Third-party files that pages use: which files of which package, and copying them to be served.

`make setup` installs the packages by their names; nothing of theirs is in the repository.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FONT = "@fontsource/be-vietnam-pro/files/be-vietnam-pro"
_CEL = "@marcbachmann/cel-js"
_CEL_MODULES: Final = (
    "errors",
    "evaluator",
    "functions",
    "globals",
    "index",
    "macros",
    "operators",
    "optional",
    "options",
    "overloads",
    "parser",
    "registry",
    "serialize",
    "type-checker",
)

# Where a file is in node_modules, and what it is called under `static("vendor/…")`.
VENDOR_FILES: Final[dict[str, str]] = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.js",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images/layers.png": "leaflet/images/layers.png",
    "leaflet/dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
    "echarts/dist/echarts.common.min.js": "echarts/echarts.js",
    f"{_FONT}-latin-400-normal.woff2": "fonts/be-vietnam-pro-latin-400.woff2",
    f"{_FONT}-latin-600-normal.woff2": "fonts/be-vietnam-pro-latin-600.woff2",
    f"{_FONT}-vietnamese-400-normal.woff2": "fonts/be-vietnam-pro-vietnamese-400.woff2",
    f"{_FONT}-vietnamese-600-normal.woff2": "fonts/be-vietnam-pro-vietnamese-600.woff2",
    **{f"{_CEL}/lib/{module}.js": f"cel/{module}.js" for module in _CEL_MODULES},
    f"{_CEL}/LICENSE": "cel/LICENSE.txt",
    "htmx.org/LICENSE": "htmx/LICENSE.txt",
    "leaflet/LICENSE": "leaflet/LICENSE.txt",
    "echarts/LICENSE": "echarts/LICENSE.txt",
    "@fontsource/be-vietnam-pro/LICENSE": "fonts/LICENSE.txt",
}
_TINOS = "@expo-google-fonts/tinos"
# The font of papers, with the measures of Times New Roman: in node_modules, and in the folder of fonts.
FONT_FILES: Final[dict[str, str]] = {
    f"{_TINOS}/400Regular/Tinos_400Regular.ttf": "tinos-regular.ttf",
    f"{_TINOS}/400Regular_Italic/Tinos_400Regular_Italic.ttf": "tinos-italic.ttf",
    f"{_TINOS}/700Bold/Tinos_700Bold.ttf": "tinos-bold.ttf",
    f"{_TINOS}/700Bold_Italic/Tinos_700Bold_Italic.ttf": "tinos-bold-italic.ttf",
    f"{_TINOS}/LICENSE_FONT": "LICENSE.txt",
}
# A map of sources is not copied, and the hashing of static files refuses a file that names a missing one.
_SOURCE_MAP = re.compile(rb"^//[#@] sourceMappingURL=.*$", re.MULTILINE)


def copy_vendor(root: Path) -> int:
    """Copy the files from `root/node_modules` to `root/var/static-src/vendor`; give how many there are.

    Files of an earlier version that are no longer listed are taken away.
    """
    target = root / "var" / "static-src" / "vendor"
    for source, name in VENDOR_FILES.items():
        body = (root / "node_modules" / source).read_bytes()
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(_as_served(name, body))
    for stray in _strays(target):
        stray.unlink()
    return len(VENDOR_FILES)


def fonts_in(root: Path) -> Path:
    """Give the folder of the fonts of papers."""
    return root / "var" / "fonts"


def copy_fonts(root: Path) -> int:
    """Copy the fonts of papers from `root/node_modules`; give how many files there are."""
    target = fonts_in(root)
    target.mkdir(parents=True, exist_ok=True)
    for source, name in FONT_FILES.items():
        (target / name).write_bytes((root / "node_modules" / source).read_bytes())
    return len(FONT_FILES)


def _as_served(name: str, body: bytes) -> bytes:
    """Take the source map out of scripts, and put foreign styles on a layer that our own parts override."""
    if name.endswith(".js"):
        return _SOURCE_MAP.sub(b"", body)
    return b"@layer vendor {\n" + body + b"\n}\n" if name.endswith(".css") else body


def _strays(target: Path) -> Iterator[Path]:
    kept = {target / name for name in VENDOR_FILES.values()}
    return (path for path in sorted(target.rglob("*")) if path.is_file() and path not in kept)
