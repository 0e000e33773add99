"""Templates on the screen: made of a plan, filled in a form, and loaded without overwriting."""

import pytest
import tomli_w
from textual.events import Key
from textual.widgets import Input

from planner.library import templates as template_files
from planner.regimen.reading import read_file
from planner.tui.screens.template_list import TemplatesScreen
from planner.tui.widgets.tick_list import TickList
from planner.tui.widgets.verdict_pane import VerdictPane
from tests.screens import screen_text
from tests.tui.support import (
    HOSTILE,
    MARKUP,
    PAIR,
    SIZES,
    fill,
    planner,
    press,
    saved,
    settled,
    shown,
    told,
    typed,
    where,
    write,
)

CALM = """\
format = 1
title = "Calm night"
weeks = 8

[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "90 min before bed"

[entries.theanine]
substance = "l-theanine"
when = "60 min before bed"

[template]
description = "Magnesium and theanine."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.client]
key = "person.name"
prompt = "Whose plan is it?"

[template.fields.magnesium]
key = "entries.magnesium.dose"
prompt = "How much magnesium?"
default = "200 mg"

[template.fields.theanine]
key = "entries.theanine.dose"
prompt = "How much theanine?"
default = "200 mg"
"""
PERSON = """
[person]
name = "Anna Example"
age = 42
conditions = ["thyroid-disorder"]

[medicines.levothyroxine]
when = "07:00"
"""
OPEN_DOSE = CALM.replace('default = "200 mg"\n', "", 1)


@pytest.fixture(autouse=True)
def comes_with_planner(monkeypatch, tmp_path):
    """A folder without anything in it in place of what is shipped, which may grow."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    monkeypatch.setattr(template_files, "shipped_folder", lambda: folder)
    return folder


@pytest.fixture
def calm(library):
    (library / "templates").mkdir()
    return write(library, "templates/calm.toml", CALM)


def pane(pilot):
    return pilot.app.screen.query_one(VerdictPane)


def pane_text(pilot):
    widget = pane(pilot)
    rows = [widget.head_line(y).plain for y in range(widget.head_count())]
    rows += [widget.line(place).plain for place in range(widget.line_count())]
    return " ".join(" ".join(rows).replace("\u00a0", " ").split())


def answer(pilot, name):
    said = pilot.app.screen.query_one(f"#field-{name} .field-answer")
    return str(said.content).replace("\u00a0", " ")


def ticks(pilot):
    return pilot.app.screen.query_one(TickList)


def rows_of(pilot):
    """The lines of a list of ticks."""
    rows = (ticks(pilot).line(place).plain for place in range(ticks(pilot).line_count()))
    return [" ".join(row.replace("\u00a0", " ").split()) for row in rows]


def template(path):
    """A template's file, whole, with its regimen and its table."""
    reading = read_file(path)
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    assert reading.regimen.template is not None
    return reading, reading.regimen, reading.regimen.template


async def click_on(pilot, words):
    """Click where these words stand on the screen."""
    for y, line in enumerate(screen_text(pilot.app).splitlines()):
        if words in line:
            await pilot.click(offset=(line.index(words), y))
            await settled(pilot)
            return
    raise AssertionError(f"{words!r} is not shown:\n{screen_text(pilot.app)}")


# a plan from a template


@pytest.mark.parametrize("size", SIZES)
async def test_a_plan_is_made_by_keyboard(library, calm, size):
    async with planner(library, size) as pilot:
        await press(pilot, "N")
        assert where(pilot) == "TemplatesScreen"
        assert "Magnesium and theanine." in shown(pilot)
        assert "asks for bedtime and client; 2 fields have a value already" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "TemplateFillScreen"
        assert pilot.app.focused.id == "input-bedtime"
        await typed(pilot, "22:15")
        await press(pilot, "enter")
        await typed(pilot, "C-041")
        await press(pilot, "ctrl+s")
        assert pilot.app.screen.query_one(Input).value == "c-041.toml"
        await press(pilot, "enter")
        assert where(pilot) == "EditorScreen"
        assert pilot.app.document.path == library / "c-041.toml"
        assert not pilot.app.document.dirty
    regimen = saved(library / "c-041.toml")
    assert str(regimen.bedtime) == "22:15"
    assert regimen.person.name == "C-041"
    assert regimen.entries["magnesium"].dose.text == "200 mg"
    assert regimen.template is None
    assert regimen.derived.template == "calm"
    assert regimen.derived.filled == ("bedtime", "client")
    kept = library / ".versions" / "templates" / f"calm.{regimen.derived.version}.toml"
    assert kept.read_bytes() == calm.read_bytes()


async def test_a_plan_is_made_by_mouse(library, calm):
    async with planner(library, (120, 40)) as pilot:
        await click_on(pilot, "template  Calm night")  # the cursor is on it: a click opens it
        assert where(pilot) == "TemplateFillScreen"
        await pilot.click("#input-client")
        await typed(pilot, "C-042")
        await pilot.click("#input-bedtime")
        await typed(pilot, "23:00")
        await pilot.click("#do-save-filled")
        await settled(pilot)
        await pilot.click("#keep")
        await settled(pilot)
        assert where(pilot) == "EditorScreen"
    assert saved(library / "c-042.toml").person.name == "C-042"


async def test_plans_of_clients_lie_together(library, calm):
    (library / "clients").mkdir()
    write(library, "clients/c-041.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "../C 041")
        await press(pilot, "ctrl+s", "enter")
        assert pilot.app.document.path == library / "clients" / "c-041-2.toml"
    assert (library / "clients" / ".versions" / "templates").is_dir()


async def test_a_template_in_the_list_is_filled_instead_of_refused(library, calm):
    async with planner(library, (120, 40)) as pilot:
        assert "template Calm night" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "TemplateFillScreen"
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"
        await press(pilot, "d")
        assert "filled instead of copied" in told(pilot)[-1]
        await press(pilot, "T")
        assert "a template already" in told(pilot)[-1]


async def test_it_is_judged_at_every_key(library, calm):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "N", "enter")
        assert "Still to be filled: bedtime and client" in pane_text(pilot)
        assert "In the documented range (200 to 250 mg)" in pane_text(pilot)
        assert "Error" not in pane_text(pilot)
        assert "as the template has it" in answer(pilot, "magnesium")
        await press(pilot, *("tab",) * 3)
        assert pilot.app.focused.id == "input-theanine"
        await press(pilot, "end", *("backspace",) * 6, *"900")
        assert "no unit" in answer(pilot, "theanine")
        assert "theanine cannot be read" in pane_text(pilot)
        assert "l-theanine" not in [each.substance for each in pane(pilot)._gauges]
        await press(pilot, "space", *"mg")
        assert "Above the documented range (200 to 250 mg)" in pane_text(pilot)
        assert "900 mg" in answer(pilot, "theanine")
        assert "as the template has it" not in answer(pilot, "theanine")


@pytest.mark.parametrize("on", ["enter", "tab"])
async def test_what_is_typed_right_behind_a_field_is_for_the_next_one(library, calm, on):
    async with planner(library) as pilot:
        await press(pilot, "N", "enter")
        for key in [*"10pm", on, *"C041", on, *"300", "space", *"mg"]:  # all wait at once
            pilot.app.post_message(Key(key, {on: None, "space": " "}.get(key, key)))
        await settled(pilot)
        texts = {name: pilot.app.screen.query_one(f"#input-{name}").value
                 for name in ("bedtime", "client", "magnesium")}  # fmt: skip
        assert texts == {"bedtime": "10pm", "client": "C041", "magnesium": "300 mg"}


async def test_arrow_keys_step_a_dose(library, calm):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "N", "enter", "tab", "tab", "up")
        assert pilot.app.screen.query_one("#input-magnesium").value == "225 mg"


async def test_nothing_is_saved_while_a_field_is_empty(library, calm):
    async with planner(library) as pilot:
        await press(pilot, "N", "enter", "ctrl+s")
        said = told(pilot)[-1]
        assert "bedtime (When to bed?) and client (Whose plan is it?) are not filled" in said
        assert where(pilot) == "TemplateFillScreen"
        assert "no plan without it" in answer(pilot, "bedtime")
        assert pilot.app.focused.id == "input-bedtime"
        await typed(pilot, "22:15")
        await press(pilot, "f4")
        assert "client (Whose plan is it?) is not filled" in told(pilot)[-1]
        assert pilot.app.focused.id == "input-client"
    assert [each.name for each in library.iterdir()] == ["templates"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bedtime", "half past ten", "neither a time of day nor"),
        ("magnesium", "1,5 g", "It could be 1.5 g or 15 g"),
        ("theanine", "3 tablets", "does not say how much it holds"),
        ("theanine", "-1 mg", "must not have a sign"),
    ],
)
async def test_bad_input_is_told_at_its_field_and_keeps_it_from_being_saved(
    library, calm, name, text, said
):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        await fill(pilot, name, text)
        assert said in answer(pilot, name)
        pilot.app.screen.query_one("#input-client").focus()
        await press(pilot, "ctrl+s")
        assert f"Not saved yet: {name}" in told(pilot)[-1]
        assert where(pilot) == "TemplateFillScreen"
        assert pilot.app.focused.id == f"input-{name}"


async def test_what_is_typed_is_asked_about(library, calm):
    async with planner(library) as pilot:
        await press(pilot, "N", "enter", "1", "escape")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert pilot.app.screen.query_one("#input-bedtime").value == "1"
        await press(pilot, "ctrl+q")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape", "ctrl+s", "escape", "d")
        assert where(pilot) == "LibraryScreen"
        await press(pilot, "N", "enter", "escape")
        assert where(pilot) == "LibraryScreen"


async def test_calling_the_name_off_keeps_the_form(library, calm):
    async with planner(library) as pilot:
        await press(pilot, "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        await press(pilot, "ctrl+s", "escape")
        assert where(pilot) == "TemplateFillScreen"
        assert pilot.app.screen.query_one("#input-client").value == "C-041"


async def test_no_other_plan_is_overwritten_unasked(library, calm):
    write(library, "mine.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        await press(pilot, "ctrl+s")
        pilot.app.screen.query_one(Input).value = "mine"
        await press(pilot, "enter")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert where(pilot) == "TemplateFillScreen"
    assert (library / "mine.toml").read_text("utf-8") == PAIR


async def test_an_unsaved_plan_keeps_its_template_once_it_is_saved(library, calm):
    async with planner(library) as pilot:
        await press(pilot, "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        await press(pilot, "f4")
        assert where(pilot) == "EditorScreen"
        assert pilot.app.document.dirty
        await press(pilot, "w", "enter")
        assert (library / "c-041.toml").exists()
        assert len(list((library / ".versions" / "templates").iterdir())) == 1
        await press(pilot, "escape", "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-042")
        await press(pilot, "f4", "escape", "d")
        assert where(pilot) == "LibraryScreen"
        assert "The plan was not saved" in told(pilot)[-1]


async def test_a_template_that_has_gone_since_is_told_of(library, calm):
    async with planner(library) as pilot:
        await press(pilot, "N", "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        calm.unlink()
        await press(pilot, "ctrl+s", "enter")
        assert "not here as it was" in told(pilot)[-1]
    assert saved(library / "c-041.toml").derived.template == "calm"


async def test_where_there_is_no_template_it_says_how_one_is_made(library):
    async with planner(library) as pilot:
        await press(pilot, "N")
        assert "There is no template yet. Open an evening and press T" in shown(pilot)
        await press(pilot, "enter", "escape")
        assert where(pilot) == "LibraryScreen"


async def test_templates_that_come_with_planner(library, comes_with_planner):
    (comes_with_planner / "calm.toml").write_text(CALM)
    async with planner(library) as pilot:
        await press(pilot, "N")
        assert "comes with Planner" in shown(pilot)
        await press(pilot, "enter", "f5")
        assert "To have one of your own" in shown(pilot)
        await press(pilot, "escape")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        await press(pilot, "ctrl+s", "enter")
        assert where(pilot) == "EditorScreen"
    assert (comes_with_planner / "calm.toml").read_text() == CALM


async def test_a_template_with_errors_shows_them(library, calm):
    calm.write_text(CALM.replace("l-theanine", "l-theanine").replace("weeks = 8", 'weeks = "x"'))
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "N")
        assert "✗ invalid" in shown(pilot)
        assert "line 3" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "ProblemsScreen"
        calm.write_text(CALM)
        await press(pilot, "r")
        assert where(pilot) == "TemplateFillScreen"


async def test_the_file_of_a_template(library, calm):
    async with planner(library) as pilot:
        await press(pilot, "enter", "1", "f5")
        assert "planner template check calm" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.query_one("#input-bedtime").value == "1", "nothing is lost"
        whole = CALM.replace('prompt = "When to bed?"', 'prompt = "?"\ndefault = "22:30"')
        whole = whole.replace('prompt = "Whose plan is it?"', 'prompt = "?"\ndefault = "C"')
        calm.write_text(whole.replace("[entries.magnesium]", "[person]\n[entries.magnesium]"))
        await press(pilot, "escape", "d", "enter", "f5")
        assert where(pilot) == "EditorScreen"
        assert pilot.app.document.path == calm
        assert pilot.app.document.regimen.template is not None


async def test_more_fields_than_a_form_shows(library):
    fields = {f"f-{number}": {"key": f"entries.e-{number}.dose", "prompt": "?"}
              for number in range(61)}  # fmt: skip
    entries = {f"e-{number}": {"substance": "glycine", "when": "21:00"} for number in range(61)}
    table = {"format": 1, "title": "Many", "entries": entries,
             "template": {"description": "Many", "fields": fields}}  # fmt: skip
    write(library, "many.toml", tomli_w.dumps(table))
    async with planner(library) as pilot:
        await press(pilot, "enter")
        assert "planner new --template" in told(pilot)[-1]
        assert where(pilot) == "LibraryScreen"


async def test_a_template_that_asks_for_nothing(library):
    write(library, "set.toml", PAIR + '\n[template]\ndescription = "Complete."\n')
    async with planner(library) as pilot:
        await press(pilot, "enter")
        assert "asks for nothing" in shown(pilot)
        await press(pilot, "ctrl+s", "enter")
        assert where(pilot) == "EditorScreen"
    assert saved(library / "wind-down-evening.toml").derived.template == "set"


async def test_evidence_and_findings_from_the_form(library, calm):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "N", "enter", "f2")
        assert where(pilot) == "EvidenceScreen"
        await press(pilot, "escape")
        await fill(pilot, "theanine", "2 g")
        pane(pilot).focus()
        warning = next(each for each in pane(pilot).findings if each.entry == "theanine")
        pane(pilot).select(warning)
        await press(pilot, "enter")
        assert pilot.app.focused.id == "input-theanine"


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_is_shown_as_text(library, size):
    fields = {f"f-{number}": {"key": f"entries.e-{number}.reason", "prompt": each, "default": each}
              for number, each in enumerate(HOSTILE)}  # fmt: skip
    entries = {f"e-{number}": {"substance": "other", "name": each, "dose": "1 mg", "when": "21:00"}
               for number, each in enumerate(HOSTILE)}  # fmt: skip
    table = {"format": 1, "title": "".join(HOSTILE)[:120], "bedtime": "22:30", "entries": entries,
             "notes": " ".join(HOSTILE),
             "template": {"description": " ".join(HOSTILE), "fields": fields}}  # fmt: skip
    write(library, "[b] [@click=app.bell]x[@].toml", tomli_w.dumps(table))
    async with planner(library, size) as pilot:

        def seen():
            text = screen_text(pilot.app)
            assert "\x1b" not in text
            assert "\u202e" not in text
            return " ".join(text.split())

        await press(pilot, "N")
        assert MARKUP[0] in seen()
        await press(pilot, "enter")
        assert MARKUP[0] in seen()
        for _ in HOSTILE:
            await press(pilot, "tab")
            seen()
        await press(pilot, "f4", "w", "enter")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "T")
        seen()
        ticks(pilot).focus()
        await press(pilot, "end", "space", "f2")
        seen()
        await press(pilot, "escape", "escape", "d", "L", "enter")
        assert where(pilot) == "TemplateLoadScreen"
        seen()
        await press(pilot, "end")
        seen()


@pytest.mark.parametrize("size", [(40, 16), (60, 16), (80, 24)])
async def test_on_a_small_screen_what_one_is_at_is_seen(library, calm, size):
    write(library, "z.toml", PAIR)
    async with planner(library, size) as pilot:
        await press(pilot, "N", "enter")
        form = pilot.app.screen.query_one("#form").region
        for name in ("bedtime", "client", "magnesium", "theanine"):
            assert pilot.app.focused.id == f"input-{name}"
            assert form.contains_region(pilot.app.focused.region)
            await press(pilot, "tab")
        await press(pilot, "escape", "end", "enter", "L", "enter")
        words = screen_text(pilot.app)
        assert "The evening lacks" in words
        assert "▸[x] theanine" in words
        await press(pilot, "end")
        assert "▸[ ] magnesium: dose" in screen_text(pilot.app)


# a template of a plan


@pytest.mark.parametrize("size", SIZES)
async def test_an_evening_becomes_a_template_by_keyboard(library, size):
    write(library, "a.toml", PAIR + PERSON)
    async with planner(library, size) as pilot:
        await press(pilot, "enter", "T")
        assert where(pilot) == "TemplateNewScreen"
        assert "Stays behind: name, age, 1 condition and 1 medicine" in shown(pilot)
        await typed(pilot, "For clients who lie awake")
        await fill(pilot, "file", "Lie awake")
        assert answer(pilot, "file") == "= templates/lie-awake.toml"
        await press(pilot, "ctrl+s")
        assert where(pilot) == "EditorScreen"
        assert "saved lie-awake.toml (2 fields)" in told(pilot)[-1]
        assert not pilot.app.document.dirty
    text = (library / "templates" / "lie-awake.toml").read_text("utf-8")
    for words in ("Anna", "42", "thyroid", "levothyroxine"):
        assert words not in text
    reading, regimen, made = template(library / "templates" / "lie-awake.toml")
    assert reading.unfilled == {("person", "name"), ("bedtime",)}
    assert made.description == "For clients who lie awake"
    assert str(regimen.entries["magnesium"].dose) == "400 mg"


async def test_fields_are_ticked_required_and_named_by_keyboard(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "T")
        await typed(pilot, "Awake")
        ticks(pilot).focus()
        await press(pilot, "end", "space")
        assert rows_of(pilot)[-1] == "▸[x] magnesium-dose 400 mg unless filled in"
        assert 'default = "400 mg"' in shown(pilot)
        await press(pilot, "r")
        assert ticks(pilot).ticked == {"person.name", "bedtime", "entries.magnesium.dose"}
        assert rows_of(pilot)[-1] == "▸[x] magnesium-dose must be filled"
        await fill(pilot, "name", "mag")
        await fill(pilot, "prompt", "How much?")
        ticks(pilot).focus()
        await press(pilot, "up", "enter", "home", "space", "down", "r")
        await press(pilot, "ctrl+s")
    _, _, made = template(library / "templates" / "wind-down-evening.toml")
    assert {name: (row.key, row.prompt, row.default) for name, row in made.fields.items()} == {
        "bedtime": ("bedtime", "Bedtime", "22:30"),
        "ashwagandha-dose": ("entries.ashwagandha.dose", "Dose of ashwagandha", "300 mg"),
        "mag": ("entries.magnesium.dose", "How much?", None),
    }


async def test_fields_are_ticked_by_mouse(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "T")
        await typed(pilot, "Awake")
        await click_on(pilot, "[ ] magnesium-dose")
        await click_on(pilot, "[x] client")
        assert ticks(pilot).ticked == {"bedtime", "entries.magnesium.dose"}
        await click_on(pilot, "magnesium-dose   ")  # beside the tick: goes there only
        assert ticks(pilot).highlighted == "entries.magnesium.dose"
        await click_on(pilot, "has to be filled")
        await pilot.click("#do-save-template")
        await settled(pilot)
        assert where(pilot) == "EditorScreen"
    reading = read_file(library / "templates" / "wind-down-evening.toml")
    assert reading.unfilled == {("bedtime",), ("entries", "magnesium", "dose")}


async def test_the_client_has_no_value_to_keep(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter", "T")
        ticks(pilot).focus()
        await press(pilot, "r")
        assert "no value for it that could be kept" in told(pilot)[-1]
        assert pilot.app.screen.query_one("#needed").display is False


async def test_notes_may_stay_behind(library):
    write(library, "a.toml", PAIR.replace("\n[entries", '\nnotes = "For Anna"\n\n[entries', 1))
    async with planner(library) as pilot:
        await press(pilot, "enter", "T")
        await typed(pilot, "Awake")
        assert "Keep the notes: “For Anna”" in shown(pilot)
        pilot.app.screen.query_one("#choices-notes").focus()
        await press(pilot, "space", "ctrl+s")
    assert "Anna" not in (library / "templates" / "wind-down-evening.toml").read_text("utf-8")


async def test_from_the_library_and_at_once_in_its_list(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "T")
        assert where(pilot) == "TemplateNewScreen"
        await typed(pilot, "Awake")
        await press(pilot, "ctrl+s")
        assert where(pilot) == "LibraryScreen"
        assert pilot.app.screen.selected.is_template
        await press(pilot, "enter")
        assert where(pilot) == "TemplateFillScreen"


async def test_a_template_refers_to_the_shelf_as_its_plan_does(library):
    (library / "products").mkdir()
    (library / "products" / "night-mag.toml").write_text(
        'format = 1\n[product]\nname = "Night Mag"\nserving = "2 capsules"\n'
        '[product.contents.magnesium-citrate]\nelemental = "200 mg"\n'
    )
    write(library, "a.toml", PAIR + '\n[entries.n]\nproduct = "night-mag"\ndose = "2 capsules"\n'
                                    'when = "21:00"\n')  # fmt: skip
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "T")
        await typed(pilot, "Awake")
        await press(pilot, "ctrl+s", "enter")
        assert where(pilot) == "TemplateFillScreen"
        assert "600 mg elemental" in pane_text(pilot), "400 mg and the 200 mg of the shelf"
    text = (library / "templates" / "wind-down-evening.toml").read_text("utf-8")
    assert "products" not in text
    assert 'product = "night-mag"' in text


async def test_a_plan_with_errors_becomes_no_template(library):
    write(library, "a.toml", PAIR.replace("400 mg", "1,5 g"))
    async with planner(library) as pilot:
        await press(pilot, "T")
        assert "without errors" in told(pilot)[-1]
        assert where(pilot) == "LibraryScreen"


async def test_a_template_is_never_overwritten(library, calm):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "home", "down", "enter", "T")
        assert where(pilot) == "TemplateNewScreen"
        await typed(pilot, "Awake")
        await fill(pilot, "file", "calm")
        assert "There is templates/calm.toml already" in answer(pilot, "file")
        await press(pilot, "ctrl+s")
        assert "Not saved yet" in told(pilot)[-1]
        assert pilot.app.focused.id == "input-file"
        await fill(pilot, "file", "a/b")
        await press(pilot, "ctrl+s")
        assert where(pilot) == "TemplateNewScreen"
        await fill(pilot, "file", "new")
        write(library, "templates/new.toml", "mine")  # meanwhile
        await press(pilot, "ctrl+s")
        assert where(pilot) == "TemplateNewScreen"
    assert calm.read_text("utf-8") == CALM
    assert (library / "templates" / "new.toml").read_text("utf-8") == "mine"


async def test_two_templates_of_one_name_are_not_made(library):
    write(library, "calm.toml", CALM)
    write(library, "z.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "end", "T")
        await typed(pilot, "Awake")
        await fill(pilot, "file", "calm")
        await press(pilot, "ctrl+s")
        assert "calm.toml is a template of that name already" in told(pilot)[-1]
    assert not (library / "templates").exists()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("description", " ", "Say in a few words"),
        ("title", "", "at least one character"),
        ("title", "x" * 121, "120 at most"),
        ("name", "Bed time", "a-z, 0-9 and -"),
        ("name", "bedtime", "Another field is called that"),
        ("prompt", " ", "Write what is asked"),
    ],
)
async def test_bad_input_in_each_field_of_a_new_template(library, name, text, said):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "T")
        await fill(pilot, "description", "Awake")
        await fill(pilot, name, text)
        await press(pilot, "ctrl+s")
        assert said in answer(pilot, name)
        assert "Not saved yet" in told(pilot)[-1]
        assert pilot.app.focused.id == f"input-{name}"
    assert not (library / "templates").exists()


async def test_a_fault_of_a_field_that_is_out_of_sight_is_told(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "T")
        await fill(pilot, "description", "Awake")
        await fill(pilot, "name", "Bed time")
        ticks(pilot).focus()
        await press(pilot, "end", "ctrl+s")
        assert '"Bed time" cannot name a field' in told(pilot)[-1]
        assert where(pilot) == "TemplateNewScreen"


async def test_a_folder_that_cannot_be_written_is_told(library):
    write(library, "a.toml", PAIR)
    (library / "templates").write_text("no folder")
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "T")
        await typed(pilot, "Awake")
        await press(pilot, "ctrl+s")
        assert "not saved" in told(pilot)[-1]
        assert where(pilot) == "TemplateNewScreen"


async def test_a_half_made_template_is_asked_about(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter", "T", "escape")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "T")
        ticks(pilot).focus()
        await press(pilot, "space", "escape")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape", "escape", "d")
        assert where(pilot) == "EditorScreen"


# loading one into an evening


@pytest.mark.parametrize("size", SIZES)
async def test_what_would_change_is_shown_first_and_nothing_typed_is_replaced(library, calm, size):
    write(library, "a.toml", PAIR)
    async with planner(library, size) as pilot:
        await press(pilot, "home", "down", "enter")
        before = pilot.app.document.regimen
        await press(pilot, "L", "enter")
        assert where(pilot) == "TemplateLoadScreen"
        assert pilot.app.document.regimen == before
        rows = " ".join(rows_of(pilot))
        assert "[x] theanine 200 mg, L-theanine, 1 hour before bed" in rows
        assert "[x] Length 8 weeks" in rows
        assert "[ ] magnesium: dose yours 400 mg" in rows
        assert "template 200 mg" in rows
        assert "Bedtime" not in rows, "the template asks for it, and the evening has one"
        assert "Only yours: ashwagandha." in rows
        assert "The evening with what is ticked (2)" in pane_text(pilot)
        await press(pilot, "ctrl+s")
        assert where(pilot) == "EditorScreen"
        after = pilot.app.document.regimen
        assert after.entries["magnesium"] == before.entries["magnesium"]
        assert after.entries["theanine"].dose.text == "200 mg"
        assert after.weeks == 8
        assert after.title == before.title
        assert after.derived is None
        assert "take 2 parts from calm" in told(pilot)[-1]
        await press(pilot, "u")
        assert pilot.app.document.regimen == before, "one step back takes all of it back"
        assert not pilot.app.document.dirty


async def test_what_is_ticked_is_taken_and_judged_before(library, calm):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "home", "down", "enter", "L", "enter")
        assert "Above the upper limit (350 mg" in pane_text(pilot)
        await press(pilot, "end", "space")
        assert "Above the upper limit" not in pane_text(pilot)
        assert "The evening with what is ticked (3)" in pane_text(pilot)
        await press(pilot, "a")
        assert "The evening with what is ticked (0)" in pane_text(pilot)
        await press(pilot, "ctrl+s")
        assert "Nothing is ticked" in told(pilot)[-1]
        await press(pilot, "end", "space", "ctrl+s")
        regimen = pilot.app.document.regimen
        assert regimen.entries["magnesium"].dose.text == "200 mg"
        assert "theanine" not in regimen.entries


async def test_loading_by_mouse(library, calm):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "home", "down", "enter", "L")
        await click_on(pilot, "Magnesium and theanine.")
        await click_on(pilot, "[x] theanine")
        await click_on(pilot, "[ ] magnesium: dose")
        await pilot.click("#do-load-ticked")
        await settled(pilot)
        regimen = pilot.app.document.regimen
        assert regimen.entries["magnesium"].dose.text == "200 mg"
        assert list(regimen.entries) == ["ashwagandha", "magnesium"]
        assert regimen.weeks == 8


async def test_leaving_changes_nothing(library, calm):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "home", "down", "enter", "L", "enter", "a", "escape")
        assert where(pilot) == "EditorScreen"
        assert not pilot.app.document.dirty


async def test_a_dose_that_the_template_leaves_open_is_asked_first(library, calm):
    calm.write_text(OPEN_DOSE)
    write(library, "a.toml", PAIR.replace("magnesium]", "other]").replace(
        "magnesium-bisglycinate", "magnesium-citrate"))  # fmt: skip
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "home", "down", "enter", "L", "enter")
        assert where(pilot) == "PromptScreen"
        assert "How much magnesium?" in shown(pilot)
        await press(pilot, "x", "enter")
        assert where(pilot) == "PromptScreen"
        pilot.app.screen.query_one(Input).value = "150 mg"
        await press(pilot, "enter")
        assert where(pilot) == "TemplateLoadScreen"
        await press(pilot, "ctrl+s")
        assert pilot.app.document.regimen.entries["magnesium"].dose.text == "150 mg"
        await press(pilot, "u", "L", "enter", "escape")
        assert where(pilot) == "EditorScreen"
        assert not pilot.app.document.dirty


async def test_a_template_that_gives_nothing_new(library, calm):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter")
        await fill(pilot, "bedtime", "22:15")
        await fill(pilot, "client", "C-041")
        await press(pilot, "f4", "L", "enter")
        assert "has everything that the template gives" in shown(pilot)
        await press(pilot, "space", "a", "ctrl+s", "escape")
        assert where(pilot) == "EditorScreen"


async def test_the_list_of_templates_is_read_once_the_screen_is_there(library, calm):
    async with planner(library) as pilot:
        screen = TemplatesScreen("A title", "What is done with it")
        pilot.app.push_screen(screen)
        assert screen._files == []
        await settled(pilot)
        assert [each.name for each in screen._files] == ["calm"]
