"""Nothing leaves the machine: Planner holds no code that could reach a network or start a program.

Only what Planner imports and calls itself is looked at; a library may hold more than is used of
it. That the commands really open no connection is seen by running them under an audit hook.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.cli.conftest import PASSES, ROOT
from tests.test_layers import imports, sources

NETWORK = (
    "socket", "socketserver", "ssl", "http", "urllib.request", "urllib.error", "urllib.robotparser",
    "ftplib", "smtplib", "poplib", "imaplib", "nntplib", "telnetlib", "xmlrpc", "wsgiref",
    "webbrowser", "asyncio.streams", "asyncio.open_connection", "asyncio.start_server",
    "asyncio.open_unix_connection", "asyncio.start_unix_server", "multiprocessing.managers",
    "logging.handlers", "logging.config", "requests", "httpx", "aiohttp", "urllib3", "websockets",
    "paramiko", "boto3", "grpc", "sentry_sdk",
)  # fmt: skip
"""What reaches a network, or would let somebody reach in."""
PROGRAMS = ("subprocess", "pty", "asyncio.subprocess", "os.system", "os.popen")
"""What starts other programs, which may reach one."""
CALLS = frozenset({
    "create_connection", "create_datagram_endpoint", "create_server", "open_connection",
    "start_server", "sock_connect", "getaddrinfo", "urlopen", "urlretrieve", "open_url",
    "create_subprocess_exec", "create_subprocess_shell", "system", "popen", "posix_spawn",
    "execv", "execve", "execvp", "spawnv",
})  # fmt: skip
"""Functions that do the one or the other, whatever they are called on."""


def reaches_out(path: str, source: str) -> Iterator[str]:
    """Yield every place of a module that could reach out, as `path:line: what it is`."""
    tree = ast.parse(source)
    for target, line, _ in imports(path, tree):
        for barred in (*NETWORK, *PROGRAMS):
            if f"{target}.".startswith(f"{barred}."):
                yield f"{path}:{line}: imports {target}"
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in CALLS:
                yield f"{path}:{node.lineno}: calls {name}"


def test_no_module_can_reach_out():
    modules = sources()
    assert len(modules) > 100
    found = [each for path, source in modules.items() for each in reaches_out(path, source)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import http.client",
        "from http import client",
        "def f():\n    from urllib.request import urlopen",
        "from urllib import request",
        "import ssl as s",
        "from asyncio import open_connection",
        "import_module('socket')",
        "import requests",
        "import subprocess",
        "from os import system",
        "os.popen('curl')",
        "loop.create_connection(x)",
        "self.open_url('x')",
    ],
)
def test_a_breach_is_seen(source):
    assert list(reaches_out("planner/library/sent.py", source))


@pytest.mark.parametrize(
    "source",
    ["from urllib.parse import unquote_to_bytes", "import asyncio", "from planner import export"],
)
def test_what_reaches_nothing_passes(source):
    assert list(reaches_out("planner/library/sent.py", source)) == []


GUARDED = """
import sys

seen = []
BARRED = ("socket.", "urllib.", "http.client", "ftplib.", "smtplib.", "subprocess.Popen",
          "os.system", "os.exec", "os.posix_spawn", "os.spawn", "webbrowser.open")

def guard(event, arguments):
    if event.startswith(BARRED):
        seen.append(event)
        raise RuntimeError(event)

sys.addaudithook(guard)
from planner.cli.main import main

plan, out = sys.argv[1:]
for words in (
    ["check", plan],
    ["check", "--format", "json", plan],
    ["show", plan],
    ["due", plan],
    ["export", plan, "--to", "html,md,txt,ics,csv,json,fhir", "--out", out],
    ["open", "--print", out + "/evening.html"],
    ["import", out + "/evening.html", "--library", out + "/library"],
    ["evidence", "magnesium"],
    ["convert", "400 mg", "magnesium-bisglycinate", "--from", "compound", "--to", "elemental"],
    ["new", "Evening", "-o", out + "/new.toml"],
):
    code = main(words)
    assert code in (0, 1), (words, code)
assert not seen, seen
import socket
try:
    socket.socket()
except RuntimeError:
    print("the guard saw", *seen)
"""


def test_the_commands_open_no_connection_and_start_no_program(tmp_path):
    plan = tmp_path / "evening.toml"
    plan.write_text(PASSES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, str(plan), str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    assert done.stdout.splitlines()[-1] == "the guard saw socket.__new__"
