"""The parts as they are served: every icon is drawn, every style and script is there, the first visit is light."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.test import Client

from cuudinh.web import assets, stylesheet

WEB = Path(__file__).parents[1]
ROOT = WEB.parents[2]
FIRST_VISIT_BYTES_MOST = 120_000

needs_packages = pytest.mark.skipif(
    not (ROOT / "node_modules" / "leaflet").is_dir(), reason="third-party files are not installed: make setup"
)


@pytest.mark.django_db
def test_every_icon_that_a_page_or_pack_asks_for_is_drawn(client: Client) -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (WEB / "static/web/icons.svg").read_text("utf-8")))
    shown = set(re.findall(r"icons\.svg#([a-z-]+)", client.get("/mau").content.decode()))
    packs = {
        name
        for sheet in (ROOT / "packs").rglob("*.yaml")
        for name in re.findall(r"\bicon: *\"?([a-z-]+)", sheet.read_text("utf-8"))
    }
    assert shown | packs <= drawn, sorted((shown | packs) - drawn)


def test_every_part_with_a_style_is_in_the_one_stylesheet_and_on_a_layer() -> None:
    sheet = (stylesheet.FOLDER / "parts").glob("*.css")
    assert set(sheet) <= set(stylesheet.files())
    for path in stylesheet.files():
        rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL).strip()
        assert path.stem == "fonts" or rules.startswith("@layer"), path.name


def test_no_shadow_gradient_or_capitals_by_style() -> None:
    for path in stylesheet.files():
        banned = re.search(
            r"gradient\(|text-transform|box-shadow: (?!none)|text-shadow", path.read_text("utf-8")
        )
        assert banned is None, f"{path.name}: {banned}"


@pytest.mark.django_db
def test_the_stylesheet_is_kept_for_ever_only_under_the_name_of_its_content(client: Client) -> None:
    named = client.get(stylesheet.address(), headers={"Accept-Encoding": "gzip, br"})
    assert named["Cache-Control"].endswith("immutable")
    assert gzip.decompress(named.content) == client.get("/giao-dien.css").content
    assert client.get("/giao-dien.css?v=cu")["Cache-Control"] == "no-cache"


@pytest.mark.django_db
@needs_packages
def test_the_first_visit_of_a_phone_is_light(client: Client) -> None:
    page = client.get("/thu/mo").content
    names = ["web/icons.svg", *(f"web/js/{name}.js" for name in ("app", "toast", "theme", "dialog"))]
    names += [name for name in assets.VENDOR_FILES.values() if name.endswith(".woff2")]
    size = len(page) + len(stylesheet.current().packed)
    for name in names:
        found = ROOT / "node_modules" / _source_of(name) if name.startswith("fonts/") else finders.find(name)
        size += Path(str(found)).stat().st_size
    assert size <= FIRST_VISIT_BYTES_MOST


def _source_of(name: str) -> str:
    return next(source for source, target in assets.VENDOR_FILES.items() if target == name)


@needs_packages
def test_copying_third_party_files_leaves_no_map_and_no_stray(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    stray = tmp_path / "var/static-src/vendor/old/old.js"
    stray.parent.mkdir(parents=True)
    stray.write_text("old")
    assert assets.copy_vendor(tmp_path) == len(assets.VENDOR_FILES)
    vendor = tmp_path / "var/static-src/vendor"
    assert not stray.exists()
    assert not any(b"sourceMappingURL" in path.read_bytes() for path in vendor.rglob("*.js"))
    assert (vendor / "leaflet/leaflet.css").read_bytes().startswith(b"@layer vendor {")


@needs_packages
def test_hashed_names_reach_every_import_of_a_module(tmp_path: Path) -> None:
    """The imports of ES modules are rewritten by the storage, so that no import map is needed."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    assets.copy_vendor(tmp_path)
    storage = _Hashed(location=str(tmp_path / "out"))
    sources = {
        path.relative_to(WEB / "static").as_posix(): path for path in (WEB / "static/web/js").glob("*.js")
    }
    vendor = tmp_path / "var/static-src"
    sources |= {path.relative_to(vendor).as_posix(): path for path in vendor.rglob("*") if path.is_file()}
    for name, path in sources.items():
        storage.save(name, ContentFile(path.read_bytes()))
    failed = [
        done
        for _, _, done in storage.post_process({name: (storage, name) for name in sources})
        if isinstance(done, Exception)
    ]
    assert failed == []
    app = (tmp_path / "out" / storage.hashed_files["web/js/app.js"]).read_text("utf-8")
    asked = re.findall(r"""(?:from|import\()\s*["']([^"']+)["']""", app)
    assert len(asked) == 13
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in asked), asked


class _Hashed(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
