from pathlib import Path

import pytest

from assess import resources
from assess.branding.contrast import contrast_ratio, darken_to_readable, min_contrast_ratio
from assess.branding.logo import Logo
from assess.settings import (
    Council,
    RenderingSettings,
    Settings,
    load_configured_council,
    load_council,
    load_secret_key,
    load_settings,
)
from tests.branding.test_word_template import build_template


def test_the_folders_come_from_the_environment(tmp_path: Path) -> None:
    found = load_settings({"ASSESS_DATA": str(tmp_path / "kept"), "ASSESS_RULES": str(tmp_path / "rules")})
    assert found == Settings(tmp_path / "kept", tmp_path / "rules", Council())
    assert (tmp_path / "kept").is_dir()


def test_the_defaults_are_the_data_folder_and_the_shipped_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = load_settings({})
    assert isinstance(found, Settings)
    assert found.data == tmp_path / "data"
    assert found.rules == resources.find_folder("rules")


def test_an_installed_program_copies_its_rules_into_the_data_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = tmp_path / "bundled"
    (bundled / "rules").mkdir(parents=True)
    (bundled / "rules" / "readiness.yaml").write_text("shipped", "utf-8")
    monkeypatch.setattr(resources, "BUNDLED_FOLDER", bundled)
    found = load_settings({"ASSESS_DATA": str(tmp_path / "data")})
    assert isinstance(found, Settings)
    assert found.rules == tmp_path / "data" / "rules"
    (found.rules / "readiness.yaml").write_text("changed by an officer", "utf-8")
    load_settings({"ASSESS_DATA": str(tmp_path / "data")})
    assert (found.rules / "readiness.yaml").read_text("utf-8") == "changed by an officer"


def test_a_folder_that_cannot_be_created_is_reported_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    said = load_settings({"ASSESS_DATA": str(tmp_path / "file" / "data")})
    assert isinstance(said, str)
    assert "cannot be created or written to" in said


def test_the_environment_configures_report_rendering(tmp_path: Path) -> None:
    said = {"ASSESS_REPORT_PROCESSES": "3", "ASSESS_REPORT_SECONDS": "120", "ASSESS_REPORT_MEGABYTES": ""}
    found = load_settings({"ASSESS_DATA": str(tmp_path), **said})
    assert isinstance(found, Settings)
    assert found.rendering == RenderingSettings(processes=3, seconds=120)


@pytest.mark.parametrize("typed", ["0", "17", "two", "1.5", "-1", "٣", "9" * 5000])
def test_an_invalid_number_of_processes_is_reported_in_a_sentence(tmp_path: Path, typed: str) -> None:
    said = load_settings({"ASSESS_DATA": str(tmp_path), "ASSESS_REPORT_PROCESSES": typed})
    assert said == f"ASSESS_REPORT_PROCESSES must be a whole number from 1 to 16, not “{typed}”."


def test_a_council_sets_its_name_colour_contact_and_texts(tmp_path: Path) -> None:
    file = tmp_path / "council.toml"
    file.write_text(
        'name = "Testham"\ncolour = "#6B1F5C"\ncontact = "a@example.org"\nprivacy = """One.\n\nTwo."""\n', "utf-8"
    )
    assert load_council(file) == Council("Testham", "#6b1f5c", "a@example.org", {"privacy": "One.\n\nTwo."})


def test_a_council_has_a_logo_and_a_marking_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(drawing := b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    (tmp_path / "council.toml").write_text("logo = 'logo.svg'\nmarking = 'Council: in confidence'\n", "utf-8")
    council = load_configured_council({"ASSESS_DATA": str(tmp_path)})
    assert council == Council(logo=Logo(drawing, "image/svg+xml"), marking="Council: in confidence")


def test_a_council_has_a_template_for_word(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(content := build_template())
    (tmp_path / "council.toml").write_text("template = 'report.docx'", "utf-8")
    council = load_council(tmp_path / "council.toml")
    assert isinstance(council, Council)
    assert council.template is not None
    assert council.template.data == content


def test_reading_the_council_settings_creates_no_folder(tmp_path: Path) -> None:
    assert load_configured_council({"ASSESS_DATA": str(tmp_path / "none")}) == Council()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nmae = 'Testham'", "“nmae” is not an entry of this file"),
        ("name = 7", "“name” must be text in quotes"),
        ("name = ''", "“name” must be text in quotes"),
        ("name =", "cannot be read"),
        ("colour = 'plum'", "“colour” must be # and six digits or letters a to f"),
        (
            "marking = 'Only for those who have been told that they may read it, and for nobody else'",
            "at most 60 letters",
        ),
        ("logo = '../logo.svg'", "“logo” must be the name of a file in the folder"),
        ("template = '../t.docx'", "“template” must be the name of a file in the folder"),
        ("template = 't.docx'", "the template t.docx cannot be read (No such file or directory)"),
        ("template = 'council.toml'", "the template council.toml cannot be used: it is not a .docx file."),
        ("logo = 'logo.svg'", "the logo logo.svg cannot be read (No such file or directory)"),
        ("colour = '#ffdd00'", "its contrast is 1.2 to 1 and must be 4.5 to 1"),
    ],
)
def test_a_mistake_in_the_council_file_is_reported_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "council.toml"
    file.write_text(text, "utf-8")
    said = load_council(file)
    assert isinstance(said, str)
    assert says in said
    assert str(file) in said


@pytest.mark.parametrize(
    ("colour", "expected"), [("#000000", 21.0), ("#ffffff", 1.0), ("#6b1f5c", 10.6), ("#00703c", 6.2)]
)
def test_contrast_is_computed_as_in_wcag(colour: str, expected: float) -> None:
    assert round(contrast_ratio(colour, "#ffffff"), 1) == round(contrast_ratio("#ffffff", colour), 1) == expected


def test_a_colour_must_be_legible_on_the_pale_background_of_boxes_too() -> None:
    assert contrast_ratio("#757575", "#ffffff") >= 4.5 > min_contrast_ratio("#757575")


def test_the_suggested_darker_colour_passes() -> None:
    assert min_contrast_ratio(darken_to_readable("#ffdd00")) >= 4.5
    assert min_contrast_ratio(darken_to_readable("#ffffff")) >= 4.5


def test_the_secret_key_is_created_once(tmp_path: Path) -> None:
    assert load_secret_key(tmp_path) == load_secret_key(tmp_path)
    assert len(load_secret_key(tmp_path)) == 32
