"""Planner: build and judge evening supplement regimens.

The public names are found at first use, so that importing the package costs next to nothing:

    import planner

    reading = planner.load("evening.toml")        # planner.library.home.read_regimen
    verdict = planner.judge.judge(regimen, ...)   # the room `planner.judge`
    planner.save(...)                             # planner.library.store.save

`judge` is the room, not the function in it: a package and a function cannot share a name, or the
order of imports would decide which of the two is meant.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner import judge
    from planner.library.home import read_regimen as load
    from planner.library.store import save

__version__ = "0.1.0"

__all__ = ["__version__", "judge", "load", "save"]

_LAZY = {
    "judge": ("planner.judge", None),
    "load": ("planner.library.home", "read_regimen"),
    "save": ("planner.library.store", "save"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LAZY[name]
    found = import_module(module)
    return found if attribute is None else getattr(found, attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
