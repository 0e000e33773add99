"""`planner convert`: figures of the evidence notes, section 3.2, and refusals."""

import pytest

BIS = "magnesium-bisglycinate"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["400 mg", BIS, "--from", "compound", "--to", "elemental"],
         "400 mg compound magnesium bisglycinate ≈ 56.4 mg elemental magnesium"),
        (["0.4 g", "magnesium-glycinate", "--from", "compound", "--to", "elemental"],
         "0.4 g compound magnesium bisglycinate ≈ 56.4 mg elemental magnesium"),
        (["100 mg", BIS, "--from", "compound", "--to", "elemental"],
         "100 mg compound magnesium bisglycinate ≈ 14.1 mg elemental magnesium"),
        (["2000 mg", BIS, "--from", "compound", "--to", "elemental"],
         "2,000 mg compound magnesium bisglycinate ≈ 282 mg elemental magnesium"),
        (["400 mg", BIS, "--from", "elemental", "--to", "compound"],
         "400 mg elemental magnesium ≈ 2,840 mg compound magnesium bisglycinate"),
        (["100 mg", BIS, "--from", "elemental", "--to", "compound"],
         "100 mg elemental magnesium ≈ 709 mg compound magnesium bisglycinate"),
        (["12 mmol", "magnesium", "--to", "elemental"],
         "12 mmol magnesium ≈ 292 mg elemental magnesium"),
        (["20 mEq", "magnesium", "--to", "elemental"],
         "20 mEq magnesium ≈ 243 mg elemental magnesium"),
        (["1 mmol", "magnesium", "--to", "mEq"], "1 mmol magnesium = 2 mEq magnesium"),
        (["400 mg", "magnesium", "--from", "elemental", "--to", "mmol"],
         "400 mg elemental magnesium ≈ 16.5 mmol magnesium"),
        (["400 mg", "magnesium", "--from", "elemental", "--to", "mEq"],
         "400 mg elemental magnesium ≈ 32.9 mEq magnesium"),
        (["400", "mg", "magnesium", "bisglycinate", "--from", "compound", "--to", "elemental"],
         "400 mg compound magnesium bisglycinate ≈ 56.4 mg elemental magnesium"),
        (["100 mg", "magnesium-oxide", "--from", "compound", "--to", "elemental"],
         "100 mg compound magnesium oxide ≈ 60.3 mg elemental magnesium"),
        (["0.2 g", BIS, "--from", "elemental", "--to", "elemental"],
         "0.2 g elemental magnesium = 200 mg elemental magnesium"),
    ],
)  # fmt: skip
def test_conversions(planner, arguments, line):
    result = planner("convert", *arguments)
    assert result.code == 0, result.err
    assert result.lines[0] == line


def test_what_a_conversion_assumes_is_said(planner):
    out = planner("convert", "400 mg", BIS, "--from", "compound", "--to", "elemental").out
    for said in ("pure substance, anhydrous", "C4H8MgN2O4, 172.423 g/mol", "≈ 14.1%", "Source: "):
        assert said in out
    stated = planner("convert", "400 mg", BIS, "--from", "elemental", "--to", "mmol").out
    assert "pure" not in stated  # no fraction was used
    assert "1 mmol magnesium = 24.305 mg = 2 mEq" in stated


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["400 mg", "magnesium-bisglicinate"], "Did you mean magnesium-bisglycinate?"),
        (["400 mg", "magnesium"], "does not name the form"),
        (["4 g", "valerian-root"], "not a mineral"),
        (["400 mg", "buffered", BIS], "buffered"),
        (["1,5 g", BIS], "1.5 g or 15 g"),
        (["400", BIS], "400"),
        (["1000 IU", BIS], "IU"),
        (["2 capsules", BIS], "label"),
        (["12 mmol", BIS], "never count the compound"),
        (["\x1b[31m", BIS], "\\x1b"),
    ],
)
def test_refusals(planner, arguments, said):
    result = planner("convert", *arguments, "--from", "compound", "--to", "elemental")
    assert result.code == 2
    assert result.out == ""
    assert said in result.err


def test_the_basis_is_never_guessed(planner):
    result = planner("convert", "400 mg", BIS, "--to", "elemental")
    assert result.code == 2
    assert "--from compound or --from elemental" in result.err
    assert planner("convert", "400 mg", BIS).code == 2
