"""`python -m wsgi.publish FOLDER`: the static files for nginx, under their names of this release.

Those of earlier releases stay: pages that are still open ask for them.
"""

import gzip
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from views.assets import version_of_all

STATIC: Final = Path(__file__).resolve().parent.parent / "static"
PRESSED: Final = frozenset({".css", ".js", ".svg", ".json", ".txt"})
LEAST_BYTES: Final = 512  # below it nothing is won


def publish(static: Path, folder: Path) -> Path:
    """Copy the files to `folder/static/VERSION`, compressed ones beside them; where they are."""
    place = folder / "static" / version_of_all(static)
    if place.exists():
        return place
    aside = place.with_name(f"{place.name}.{os.getpid()}.new")
    shutil.copytree(static, aside)
    for path in [each for each in aside.rglob("*") if each.suffix in PRESSED]:
        content = path.read_bytes()
        if len(content) >= LEAST_BYTES:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    aside.rename(place)
    return place


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    print(publish(STATIC, Path(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
