"""`publiccode.yml` keeps to the limits of its standard and claims nothing that is not there."""

import yaml

from tests.docs.pages import text_of

TOLD = yaml.safe_load(text_of("publiccode.yml"))
IS_RELEASED = "unreleased" not in text_of("CHANGELOG.md")


def test_an_address_and_a_version_are_given_only_when_they_exist() -> None:
    assert "example." not in TOLD.get("url", "")
    assert ("softwareVersion" in TOLD) == ("releaseDate" in TOLD) == IS_RELEASED


def test_descriptions_have_the_lengths_of_the_standard() -> None:
    assert set(TOLD["description"]) == set(TOLD["localisation"]["availableLanguages"])
    for told in TOLD["description"].values():
        assert len(told["shortDescription"]) <= 150
        assert 500 <= len(told["longDescription"]) <= 10_000
        assert told["features"]
