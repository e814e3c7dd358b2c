"""What a page needs to work without a network: its scripts, found by their imports."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_IMPORT: Final = re.compile(r"""^(?:import|export)\b[^"';]*?["'](\.[^"']+)["'];?$""", re.M)


def modules_of(folder: Path, entry: str) -> list[str]:
    """The module and all it imports, as paths under the folder of static files."""
    found: dict[str, None] = {}
    waiting = [folder / entry]
    while waiting:
        module = waiting.pop()
        name = module.relative_to(folder.resolve()).as_posix()
        if name in found:
            continue
        found[name] = None
        imports = _IMPORT.findall(module.read_text(encoding="utf-8"))
        waiting += [(module.parent / path).resolve() for path in imports]
    return sorted(found)


def version_of(folder: Path, files: Iterable[str]) -> str:
    """Another text whenever one of the files has changed."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]
