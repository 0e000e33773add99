"""A folder that runs are written in, and other programs that act at the same moment."""

import pytest

from planner.library import exchange, staging
from planner.library.runs import FileChange, SaveError, write_run
from tests.trees import Files, tree

OLD: Files = {
    "a.toml": b"a",
    "b.toml": b"b",
    "sub/c.toml": b"c",
    "sub/deep/notes.txt": b"notes",
    "empty/": b"",
    "link.toml": "sub/c.toml",
}


def change(folder, name, after, before=...):
    """What becomes of a file, from what it is now, or from what somebody read."""
    path = folder / name
    if before is ...:
        before = path.read_bytes() if path.exists() else None
    return FileChange(path, before, after)


def changes_of(folder, **after):
    """`changes_of(folder, a=b"x", b=None)`: what becomes of `a.toml` and `b.toml`."""
    return [change(folder, f"{name}.toml", data) for name, data in after.items()]


def beside(folder):
    """The names that lie beside a folder."""
    return {path.name for path in folder.parent.iterdir()} - {folder.name}


def meanwhile(monkeypatch, act, step="finish"):
    """Let another program act while a run is being staged, or right at its exchange."""
    if step == "exchange":
        real = exchange.exchange_names

        def first(one, other):
            act()
            real(one, other)

        monkeypatch.setattr(exchange, "exchange_names", first)
    else:
        finish = staging.Stage.finish

        def then(stage):
            finish(stage)
            act()

        monkeypatch.setattr(staging.Stage, "finish", then)


def refused(folder, changes, error=SaveError, **options):
    """Return why a run is refused, having seen that it changes nothing."""
    before = tree(folder.parent, versions=True)
    with pytest.raises(error) as raised:
        write_run(folder, "rebase", changes, **options)
    assert tree(folder.parent, versions=True) == before
    assert "Nothing was changed." in str(raised.value)
    return str(raised.value)
