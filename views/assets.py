"""Static files under addresses that change with them, so that browsers may keep them for ever."""

from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, send_from_directory

from views.scripts import version_of

FOR_EVER: Final = "public, max-age=31536000, immutable"


def version_of_all(folder: Path) -> str:
    """Of all files together: modules import each other by relative paths, so they move as one."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return version_of(folder, (path.relative_to(folder).as_posix() for path in files))


def register(app: Flask, folder: Path) -> None:
    """Serve the folder, where no proxy does."""
    version = version_of_all(folder)
    app.static_folder = str(folder)
    app.config["STATIC_VERSION"] = version

    def static(asked: str, filename: str) -> Response:
        answer = send_from_directory(folder, filename)
        # A page of another release may ask for what is ours by now.
        answer.headers["Cache-Control"] = FOR_EVER if asked == version else "no-cache"
        return answer

    app.add_url_rule("/static/<asked>/<path:filename>", "static", static)

    @app.url_defaults
    def with_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("asked", version)
