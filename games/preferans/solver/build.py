"""Compiles the C of the solver into its package: `python games/preferans/solver/build.py`.

Run by its path: the package cannot be imported before it is compiled. Does nothing when the
extension is newer than its sources. Uses `$CC`, else `cc`, `gcc` or `clang`, else the compiler of
the `ziglang` wheel. `--sanitize` compiles with AddressSanitizer and UBSan, until the next build.
"""

import contextlib
import importlib.util
import io
import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cffi

HERE: Final = Path(__file__).parent
C_SOURCES: Final = HERE / "c"
DOORS: Final = ("solve.h", "beliefs.h")
MODULE: Final = "games.preferans.solver._solver"
EXTENSION: Final = HERE / f"_solver{sysconfig.get_config_var('EXT_SUFFIX')}"
WARNINGS: Final = ("-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-missing-field-initializers")
SANITIZERS: Final = ("-O1", "-g", "-fno-omit-frame-pointer", "-fsanitize=address,undefined")


class NoCompiler(Exception):
    """Neither a C compiler nor the `ziglang` wheel is there."""


def compilers() -> Iterator[list[str]]:
    """Commands that may compile C, the likeliest first."""
    if "CC" in os.environ:
        yield shlex.split(os.environ["CC"])
    yield from ([found] for name in ("cc", "gcc", "clang") if (found := shutil.which(name)))
    if importlib.util.find_spec("ziglang"):
        yield [sys.executable, "-m", "ziglang", "cc"]


def flag_sets() -> Iterator[list[str]]:
    """Optimisations to try: the program as one and the instruction that counts bits, or plainly."""
    counting = ["-mpopcnt"] if platform.machine().lower() in ("x86_64", "amd64") else []
    yield ["-O3", "-flto", *counting]
    yield ["-O2"]


def declarations() -> str:
    """The parts of the doors' headers that cffi reads."""
    headers = [(C_SOURCES / name).read_text() for name in DOORS]
    return "".join(
        header.split("/* cffi */")[1].split("/* end of cffi */")[0] for header in headers
    )


def is_current() -> bool:
    """Whether the extension is newer than everything it is made of."""
    made_of = [Path(__file__), *C_SOURCES.iterdir()]
    newest = max(path.stat().st_mtime_ns for path in made_of)
    return EXTENSION.exists() and EXTENSION.stat().st_mtime_ns >= newest


def build(flags: Sequence[str] | None = None) -> Path:
    """Compile into a file beside the extension, then put it in its place at once.

    Errors: NoCompiler; CalledProcessError when no compiler could compile it.
    """
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".build-") as folder:
        glue = _write_glue(Path(folder))
        made = Path(folder) / EXTENSION.name
        _compile([glue, *sorted(C_SOURCES.glob("*.c"))], made, [flags] if flags else [*flag_sets()])
        made.replace(EXTENSION)
    return EXTENSION


def _write_glue(folder: Path) -> Path:
    builder = cffi.FFI()
    builder.cdef(declarations())
    builder.set_source(MODULE, "".join(f'#include "{name}"\n' for name in DOORS))
    glue = folder / "_solver.c"
    with contextlib.redirect_stdout(io.StringIO()):  # it says what it writes
        builder.emit_c_code(str(glue))
    return glue


def _compile(sources: list[Path], made: Path, flag_choices: Sequence[Sequence[str]]) -> None:
    failure: subprocess.CalledProcessError | None = None
    for compiler in compilers():
        for flags in flag_choices:
            try:
                subprocess.run(
                    _command(compiler, flags, sources, made), check=True, cwd=made.parent
                )
            except subprocess.CalledProcessError as error:
                failure = error
            else:
                return
    raise failure or NoCompiler("install a C compiler, or: pip install ziglang")


def _command(
    compiler: list[str], flags: Sequence[str], sources: list[Path], made: Path
) -> list[str]:
    includes = [f"-I{sysconfig.get_path('include')}", f"-iquote{C_SOURCES}"]
    linking = ["-shared", "-fPIC", "-fvisibility=hidden"]
    if sys.platform == "darwin":
        linking = ["-bundle", "-undefined", "dynamic_lookup"]
    names = [str(source) for source in sources]
    return [
        *compiler, "-std=c11", *WARNINGS, *flags, *linking, *includes, *names, "-o", str(made)
    ]  # fmt: skip


def main(arguments: list[str]) -> None:
    """Build what the arguments ask for, if it is not there."""
    if "--sanitize" in arguments:
        os.utime(build(SANITIZERS), (0, 0))  # never current: the next build replaces it
    elif not is_current():
        build()


if __name__ == "__main__":
    main(sys.argv[1:])
