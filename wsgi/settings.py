"""Settings from the environment, each checked; a wrong one is named in one line."""

import os
import re
import resource
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

DATABASE_SCHEMES: Final = ("postgresql", "postgres")
BUS_SCHEMES: Final = ("redis", "rediss", "valkey", "valkeys", "unix")
SECRET_CHARACTERS: Final = 32
# Descriptors the worker needs besides players' sockets and waiting connections: requests under
# way, database, bus, logs.
DESCRIPTORS_KEPT: Final = 200


class SettingsError(Exception):
    """One setting is wrong; the message is `NAME: what is wrong`."""


def _setting(name: str, default: Any, read: Callable[[str], Any], *, private: bool = False) -> Any:
    """A private one is left out when the settings are printed."""
    return field(default=default, repr=not private, metadata={"name": name, "read": read})


def _integer(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}, not {text!r}")
        return int(text)

    return read


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"one of {', '.join(words)}, not {text!r}")
        return text.lower()

    return read


def _url(schemes: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        # Not repeated in the message: it may hold a password.
        if urlsplit(text).scheme not in schemes or "://" not in text:
            raise ValueError(f"an address that begins with {schemes[0]}://")
        return text

    return read


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError(f"addresses like https://club.example, not {origin!r}")
    return origins


def _pace(text: str) -> tuple[int, int]:
    matched = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", text)
    low, high = (int(matched[1]), int(matched[2] or matched[1])) if matched else (1, 0)
    if not 0 <= low <= high <= 10_000:
        raise ValueError(f"milliseconds like 600-1200, at most 10000, not {text!r}")
    return low, high


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"0 or 1, not {text!r}")
    return text == "1"


def _address(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", text):
        raise ValueError(f"an address like club@club.example, not {text!r}")
    return text


def _host(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z.:-]+", text):
        raise ValueError(f"an address to listen on like 127.0.0.1, not {text!r}")
    return text


def _secret(text: str) -> str:
    if len(text) < SECRET_CHARACTERS:
        raise ValueError(f"at least {SECRET_CHARACTERS} characters")
    return text


def _token(text: str) -> str:
    if not re.fullmatch(r"[!-~]{16,}", text):
        raise ValueError("at least 16 printable characters without spaces")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set; docs/settings.md says what for. Times in ms."""

    host: str = _setting("HOST", "127.0.0.1", _host)
    port: int = _setting("PORT", 8000, _integer(1, 65535))
    workers: int = _setting("WORKERS", 2, _integer(1, 64))
    data_dir: Path = _setting("DATA_DIR", Path("var"), Path)
    database_url: str | None = _setting("DATABASE_URL", None, _url(DATABASE_SCHEMES), private=True)
    bus_url: str | None = _setting("BUS_URL", None, _url(BUS_SCHEMES), private=True)
    secret_key: str = _setting("SECRET_KEY", "", _secret, private=True)
    origins: tuple[str, ...] = _setting("ORIGINS", (), _origins)
    proxy_hops: int = _setting("PROXY_HOPS", 0, _integer(0, 5))
    sockets_max: int = _setting("SOCKETS_MAX", 10_000, _integer(10, 200_000))
    sockets_per_address: int = _setting("SOCKETS_PER_ADDRESS", 100, _integer(1, 200_000))
    sockets_per_player: int = _setting("SOCKETS_PER_PLAYER", 10, _integer(1, 1000))
    watchers_per_table: int = _setting("WATCHERS_PER_TABLE", 50, _integer(0, 1000))
    waiting_max: int = _setting("WAITING_MAX", 300, _integer(10, 200_000))
    waiting_per_address: int = _setting("WAITING_PER_ADDRESS", 100, _integer(1, 200_000))
    message_bytes: int = _setting("MESSAGE_BYTES", 4096, _integer(256, 67_108_864))
    forms_per_address: int = _setting("FORMS_PER_ADDRESS", 300, _integer(1, 1_000_000))
    forms_per_player: int = _setting("FORMS_PER_PLAYER", 60, _integer(1, 1_000_000))
    seatings_per_address: int = _setting("SEATINGS_PER_ADDRESS", 90, _integer(1, 1_000_000))
    seatings_per_player: int = _setting("SEATINGS_PER_PLAYER", 30, _integer(1, 1_000_000))
    passwords_per_address: int = _setting("PASSWORDS_PER_ADDRESS", 30, _integer(1, 1_000_000))
    passwords_per_player: int = _setting("PASSWORDS_PER_PLAYER", 10, _integer(1, 1_000_000))
    questions_per_address: int = _setting("QUESTIONS_PER_ADDRESS", 300, _integer(1, 1_000_000))
    pool_size: int = _setting("POOL_SIZE", 8, _integer(2, 100))
    pool_wait_ms: int = _setting("POOL_WAIT_MS", 2000, _integer(10, 60_000))
    long_work_max: int = _setting("LONG_WORK_MAX", 4, _integer(1, 100))
    bot_pace_ms: tuple[int, int] = _setting("BOT_PACE_MS", (600, 1200), _pace)
    worker_seconds: int = _setting("WORKER_SECONDS", 86_400, _integer(0, 10_000_000))
    worker_megabytes: int = _setting("WORKER_MEGABYTES", 0, _integer(0, 1_000_000))
    show_worker: bool = _setting("SHOW_WORKER", False, _flag)
    smtp_url: str | None = _setting("SMTP_URL", None, _url(("smtp", "smtps")), private=True)
    mail_from: str = _setting("MAIL_FROM", "club@localhost", _address)
    alert_url: str | None = _setting("ALERT_URL", None, _url(("https", "http")), private=True)
    metrics_token: str | None = _setting("METRICS_TOKEN", None, _token, private=True)
    log_level: str = _setting("LOG_LEVEL", "info", _one_of("debug", "info", "warning", "error"))
    log_format: str = _setting("LOG_FORMAT", "text", _one_of("text", "json"))

    @property
    def socket_cap(self) -> int:
        """How many sockets a worker takes: the setting, or what its descriptors allow."""
        descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if descriptors == resource.RLIM_INFINITY:
            return self.sockets_max
        return max(1, min(self.sockets_max, descriptors - DESCRIPTORS_KEPT - self.waiting_max))

    @property
    def shortage(self) -> str | None:
        """What to tell the operator when fewer sockets are taken than were asked for."""
        if self.socket_cap == self.sockets_max:
            return None
        taken = f"{self.socket_cap} of {self.sockets_max} sockets a worker"
        return f"SOCKETS_MAX: only {taken}: raise the limit of open files (ulimit -n)"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings; a variable that is not set or empty takes its default.

    Without SECRET_KEY one is made and kept in the data folder. Raises SettingsError.
    """
    values: dict[str, Any] = {}
    for each in fields(Settings):
        text = environment.get(each.metadata["name"], "").strip()
        if text:
            values[each.name] = _read(each.metadata["name"], each.metadata["read"], text)
    values["data_dir"] = Path(values.get("data_dir", "var")).resolve()
    if "secret_key" not in values:
        values["secret_key"] = _kept_secret(values["data_dir"])
    return Settings(**values)


def _read(name: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise SettingsError(f"{name}: must be {error}") from None


def _kept_secret(folder: Path) -> str:
    """The key in the data folder, made once; several processes may come here together."""
    path = folder / "secret_key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        path.chmod(0o600)
        return _secret(path.read_text().strip())
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {error.strerror}: {error.filename}") from None
    except ValueError as error:
        raise SettingsError(f"SECRET_KEY: {path} must hold {error}") from None


def _make_secret(path: Path) -> None:
    """Linked into place when whole: nobody reads half a key, and the first one made stays."""
    aside = path.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
