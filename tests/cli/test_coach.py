"""A coach's year with 500 clients, by the commands alone: derived, checked, changed, taken back."""

import csv
import json
import random
from pathlib import Path

import pytest

TEMPLATE = """\
format = 1
title = "Calm night"
weeks = 8

[entries.magnesium]
product = "night-mag"
dose = "2 capsules"
when = "90 min before bed"

[entries.ashwagandha]
substance = "ashwagandha-extract"
standardised_to = "5 %"
when = "60 min before bed"

[template]
description = "Magnesium and ashwagandha."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.client]
key = "person.name"
prompt = "Whose?"

[template.fields.dose]
key = "entries.ashwagandha.dose"
prompt = "How much ashwagandha?"
default = "300 mg"
"""
LABEL = """\
format = 1

[product]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"

[product.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""
CLIENTS = 500
WITH_CAUTION = 10  # every 50th client has a thyroid disorder


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("library")
    (folder / "products").mkdir()
    (folder / "products" / "night-mag.toml").write_text(LABEL, encoding="utf-8")
    (folder / "calm-night.toml").write_text(TEMPLATE, encoding="utf-8")
    some = random.Random(5)
    with (folder / "clients.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["client", "bedtime", "dose", "age", "country", "conditions"])
        for number in range(1, CLIENTS + 1):
            table.writerow(
                [
                    f"C-{number:03}",
                    some.choice(["22:00", "22:30", "00:30"]),
                    some.choice(["", "", "300 mg", "450 mg"]),
                    some.choice(["", "34", "57"]),
                    "US",
                    "thyroid-disorder" if number % 50 == 0 else "",
                ]
            )
    return folder


@pytest.fixture
def coach(planner, library, monkeypatch):
    monkeypatch.chdir(library)
    monkeypatch.setenv("PLANNER_LIBRARY", str(library))
    return planner


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def plans(library):
    return {path.name: path.read_bytes() for path in sorted((library / "clients").glob("*.toml"))}


def test_derived_checked_changed_rebased_and_taken_back(coach, library):
    derive = ["derive", "calm-night", "--clients", "clients.csv", "--out", "clients"]

    # what would be written, withheld and why, and nothing is
    dry = coach(*derive)
    assert dry.code == 1
    assert f"To be written to clients: {CLIENTS - WITH_CAUTION} plans" in dry.out
    assert f"Withheld, because of who the person is: {WITH_CAUTION} plans" in dry.out
    assert not (library / "clients").exists()

    assert coach(*derive, "--write").code == 1
    made = plans(library)
    assert len(made) == CLIENTS - WITH_CAUTION
    assert "c-050.toml" not in made
    # the label stays on the shelf
    assert b"[products" not in made["c-001.toml"]

    # Monday: nothing to warn about
    check = coach("check", "--summary", "clients")
    assert check.code == 0
    assert check.lines[-1].startswith("490 regimens: 490 pass, 0 ask, 0 warn, 0 invalid")

    # the bottle changes: more in each capsule, so every total passes the upper limit
    change = ["product", "change", "night-mag", "--set"]
    change += ["contents.magnesium-bisglycinate.elemental=400 mg"]
    change += ["--unset", "contents.magnesium-bisglycinate.compound"]
    preview = coach(*change)
    assert preview.code == 1
    assert "above-upper-limit" in preview.out
    assert "490" in preview.out
    assert coach("check", "clients").code == 0
    assert coach(*change, "--write").code == 1  # new warnings came up
    check = coach("check", "--summary", "--format", "json", "clients")
    assert check.code == 1
    groups = {each["code"]: each["plans"] for each in json.loads(check.out)["groups"]}
    assert groups["above-upper-limit"] == 490
    assert plans(library) == made  # one file has changed, and it is none of theirs
    assert coach("undo").code == 0
    assert coach("check", "clients").code == 0

    # two clients have their own way, and the template changes
    edit(library / "clients" / "c-007.toml", "2 capsules", "1 capsule")
    edit(library / "clients" / "c-008.toml", '"90 min before bed"', '"21:00"')
    edit(library / "calm-night.toml", "weeks = 8", "weeks = 6")
    edit(library / "calm-night.toml", '"60 min before bed"', '"90 min before bed"')
    before = plans(library)
    drift = coach("drift", "calm-night", "clients")
    assert drift.code == 1
    assert "490 plans made from it; 0 as it is now" in drift.out
    assert "Own changes: 2 plans" in drift.out

    preview = coach("rebase", "calm-night", "clients", "--preview")
    assert "Carried over: 490 plans" in preview.out
    assert plans(library) == before

    # written: all have the change, and the two have kept their own
    assert coach("rebase", "calm-night", "clients", "--write").code == 0
    after = plans(library)
    assert all(b"weeks = 6" in data for data in after.values())
    assert b"1 capsule" in after["c-007.toml"]
    assert b"21:00" in after["c-008.toml"]
    drift = json.loads(coach("drift", "calm-night", "clients", "--format", "json").out)
    assert (drift["summary"]["older"], drift["summary"]["own"]) == (0, 2)

    # and back again
    assert coach("undo").code == 0
    assert plans(library) == before
