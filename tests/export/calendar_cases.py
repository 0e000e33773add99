"""Plans for the calendar, and what a loop over their evenings says that it has to show."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import tomli_w
from hypothesis import strategies as st

from tests.export.calendar_readers import Occurrence
from tests.export.support import EDITION, SHIPPED

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BEFORE_BED = {
    "at bedtime": (0, 0),
    "30 min before bed": (30, 30),
    "90 min before bed": (90, 90),
    "1 to 2 h before bed": (120, 60),
    "15 to 90 min before bed": (90, 15),
    "23 h before bed": (1380, 1380),
}
"""Earliest and latest minutes."""
MOMENT = 15


class Case(NamedTuple):
    text: str
    says: dict[str, Any]
    """The summary of each entry, or a list of one for each phase; `_` is a no-break space."""
    until: date


def plan(entries: dict[str, Any], **keys: Any) -> str:
    return tomli_w.dumps({"format": 1, "title": "Plan", **keys, "entries": entries})


def drops(when: Any, **keys: Any) -> dict[str, Any]:
    dose = {} if "phases" in keys else {"dose": "50 mg"}
    return {"substance": "other", "name": "Drops", **dose, "when": when, **keys}


DROPS = "50_mg of Drops"
ASHWAGANDHA = "300_mg of ashwagandha extract"
MAGNESIUM = "200_mg elemental magnesium as magnesium bisglycinate"
SHIPPED_SAY: dict[str, dict[str, Any]] = {
    "evening-of-the-articles": {"ashwagandha": ASHWAGANDHA, "magnesium": MAGNESIUM},
    "from-real-labels": {
        "evening-blend": "3_capsules of Evening Blend (ashwagandha and magnesium)",
        "magnesium": "3_capsules of Magnesium Glycinate 400 mg (two rows)",
    },
    "shows-warnings-on-purpose": {
        "ashwagandha": "800_mg of ashwagandha extract",
        "magnesium": "400_mg elemental magnesium as magnesium bisglycinate",
        "magnesium-citrate": (
            "150_mg of magnesium citrate (not stated whether elemental or compound)"
        ),
        "melatonin": "3_mg of melatonin",
    },
    "titration-300-to-600": {
        "ashwagandha": [ASHWAGANDHA, "600_mg of ashwagandha extract"],
        "magnesium": MAGNESIUM,
    },
    "twice-daily-trial": {"ashwagandha": ASHWAGANDHA},
}
TEMPLATES = [path for path in SHIPPED if "template" in tomllib.loads(path.read_text("utf-8"))]
PLANS = [path for path in SHIPPED if path not in TEMPLATES]
TUESDAY = date(2026, 12, 1)
STEPS = [{"weeks": 2, "dose": "10 mg"}, {"weeks": 1, "dose": "0.5 g"}, {"weeks": 4, "dose": "1 g"}]
STEPS_SAY = ["10_mg of Drops", "500_mg of Drops", "1_g of Drops"]

CASES = {
    path.stem: Case(path.read_text("utf-8"), SHIPPED_SAY[path.stem], date(2027, 12, 1))
    for path in PLANS
} | {
    name: Case(text, {"a": says, "b": says}, until)
    for name, text, says, until in (
        (
            "days, from a Tuesday on",
            plan({"a": drops("21:00", days=["thu", "mon"])}, bedtime="22:30", start=TUESDAY),
            DROPS, date(2027, 6, 1),
        ),
        (
            "days, past midnight",
            plan(
                {"a": drops(["at bedtime", "90 min before bed"], days=["sun", "wed"])},
                bedtime="00:30", start=TUESDAY, weeks=3,
            ),
            DROPS, date(2027, 6, 1),
        ),
        (
            "days, the day before",
            plan({"a": drops("23:00", days=["mon"]), "b": drops("23 h before bed")},
                 bedtime="22:30", start=TUESDAY, weeks=2),
            DROPS, date(2027, 6, 1),
        ),
        (
            "phases",
            plan({"a": drops("21:00", phases=STEPS), "b": drops("21:30", phases=STEPS[:1])},
                 start=TUESDAY, bedtime="23:00"),
            STEPS_SAY, date(2027, 6, 1),
        ),
        (
            "phases on some days, longer than the plan",
            plan({"a": drops("at bedtime", phases=STEPS, days=["mon", "sat"])},
                 start=TUESDAY, bedtime="01:00", weeks=3),
            STEPS_SAY, date(2027, 6, 1),
        ),
        (
            "a window across midnight",
            plan({"a": drops("15 to 90 min before bed"), "b": drops("1 to 2 h before bed")},
                 bedtime="00:30", weeks=2),
            DROPS, date(2027, 6, 1),
        ),
        (
            "one week",
            plan({"a": drops("21:00"), "b": drops("22:00", days=["fri"])}, weeks=1),
            DROPS, date(2027, 6, 1),
        ),
        (
            "from winter into summer",
            plan({"a": drops("21:00"), "b": drops("1 to 2 h before bed")},
                 start=date(2027, 1, 10), bedtime="03:30", weeks=16),
            DROPS, date(2027, 6, 1),
        ),
        (
            "without an end, over two changes of the clock",
            plan({"a": drops("21:00"), "b": drops("02:30")},
                 start=date(2026, 10, 1), bedtime="03:00"),
            DROPS, date(2027, 11, 10),
        ),
        (
            "all days named",
            plan({"a": drops("21:00", days=list(DAYS))}, bedtime="22:30", weeks=2),
            DROPS, date(2027, 6, 1),
        ),
    )
}  # fmt: skip
CASES["200 entries"] = Case(
    plan(
        {f"e{n}": drops(f"{n // 60 + 18}:{n % 60:02}", name=f"Drops {n}") for n in range(200)},
        weeks=1,
    ),
    {f"e{n}": f"{DROPS} {n}" for n in range(200)},
    date(2027, 6, 1),
)


_times = st.one_of(
    st.sampled_from([*BEFORE_BED][:-1]),
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 30, 59])),
)
_entries = st.fixed_dictionaries(
    {"when": st.lists(_times, min_size=1, max_size=3)},
    optional={
        "days": st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
        "phases": st.lists(
            st.builds(dict, weeks=st.integers(1, 3), dose=st.just("50 mg")), min_size=1, max_size=3
        ),
    },
)
any_plans = st.builds(
    lambda planned, keys: plan(
        {name: drops(**each) for name, each in zip("abc", planned, strict=False)}, **keys
    ),
    st.lists(_entries, min_size=1, max_size=3),
    st.fixed_dictionaries(
        {"bedtime": st.sampled_from(["22:30", "23:59", "00:00", "00:30", "03:00", "11:30"])},
        optional={
            "weeks": st.integers(1, 6),
            "start": st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        },
    ),
)


def begin(evening: date, bedtime: str | None, when: str) -> tuple[datetime, int]:
    """When an event begins, and its minutes, from what is written."""
    midnight = datetime(evening.year, evening.month, evening.day)
    hour, minute = map(int, (bedtime or "00:00").split(":"))
    bed = midnight + timedelta(days=hour < 12, hours=hour, minutes=minute)
    if when in BEFORE_BED:
        earliest, latest = BEFORE_BED[when]
        return bed - timedelta(minutes=earliest), earliest - latest or MOMENT
    hour, minute = map(int, when.split(":"))
    if bedtime is None:
        return midnight + timedelta(hours=hour, minutes=minute), MOMENT
    start = bed.replace(hour=hour, minute=minute)
    # an evening is the 24 hours that end at bedtime
    return start - timedelta(days=start > bed), MOMENT


def phase_in(entry: dict[str, Any], week: int) -> int | None:
    """The place of the phase of a week, 0 without phases; None where none is left."""
    if "phases" not in entry:
        return 0
    weeks = [place for place, phase in enumerate(entry["phases"]) for _ in range(phase["weeks"])]
    return weeks[week] if week < len(weeks) else None


def length(table: dict[str, Any]) -> int | None:
    """Until `weeks`, or the end of the last phase, whichever is later; None without an end."""
    phased = [sum(phase["weeks"] for phase in entry["phases"])
              for entry in table["entries"].values() if "phases" in entry]  # fmt: skip
    if "weeks" in table:
        return max([table["weeks"], *phased])
    return max(phased) if phased and len(phased) == len(table["entries"]) else None


def looped(case: Case, on: date = EDITION.on) -> list[Occurrence]:
    table = tomllib.loads(case.text)
    first, weeks = table.get("start", on), length(table)
    found: list[Occurrence] = []
    for past in range((case.until - first).days + 2):
        evening = first + timedelta(days=past)
        if weeks is not None and past == weeks * 7:
            found.append((evening.isoformat(), 1440, f"Review: {table['title']}"))
            break
        for key, entry in table["entries"].items():
            phase = phase_in(entry, past // 7)
            if phase is None or DAYS[evening.weekday()] not in entry.get("days", DAYS):
                continue
            says = case.says[key] if isinstance(case.says[key], str) else case.says[key][phase]
            times = entry["when"] if isinstance(entry["when"], list) else [entry["when"]]
            for when in times:
                start, minutes = begin(evening, table.get("bedtime"), when)
                found.append((start.isoformat(), minutes, says.replace("_", "\u00a0")))
    return sorted(each for each in found if each[0] < case.until.isoformat())
