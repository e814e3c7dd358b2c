"""The server starts with what requirements/runtime.txt names and nothing else."""

import re
import subprocess
import sys
from importlib.metadata import distributions
from typing import Final

from tests.server import ROOT

START: Final = """
import runpy, sys

class Undeclared:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"not declared: {name}", name=name)

hidden = set(sys.argv[1:])
sys.meta_path.insert(0, Undeclared())
runpy.run_path("gunicorn.conf.py")
import gunicorn.app.wsgiapp, wsgi.worker, wsgi.app, wsgi.run
import psutil, packaging
print("started")
"""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    lines = (ROOT / "requirements" / "runtime.txt").read_text().splitlines()
    return {_plain(line.partition("==")[0]) for line in lines if "==" in line}


def modules_of_others() -> set[str]:
    """Modules of what is installed here for the checks and tests only."""
    own, others = set[str](), set[str]()
    for each in distributions():
        modules = {str(file).partition("/")[0].removesuffix(".py") for file in each.files or ()}
        (own if _plain(each.name) in declared() else others).update(modules)
    return {module for module in others - own if module.isidentifier()}


def start(hidden: set[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", START, *sorted(hidden)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_server_starts_with_declared_dependencies_only() -> None:
    hidden = modules_of_others()
    assert {"pytest", "websocket", "playwright"} <= hidden
    ran = start(hidden)
    assert ran.stdout == "started\n", ran.stderr


def test_an_undeclared_one_would_be_seen() -> None:
    ran = start({"packaging"})
    assert "not declared: packaging" in ran.stderr
