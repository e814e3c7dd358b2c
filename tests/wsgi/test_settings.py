"""Settings: every wrong value is named in one line, every setting is documented."""

import re
import resource
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from wsgi.settings import DESCRIPTORS_KEPT, Settings, SettingsError, read_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
NAMES = [each.metadata["name"] for each in fields(Settings)]


def read(folder: Path, **environment: str) -> Settings:
    return read_settings({"DATA_DIR": str(folder)} | environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "8000.0"),
        ("PORT", "٨٠٠٠"),
        ("HOST", "a b"),
        ("WORKERS", "0"),
        ("WORKERS", "many"),
        ("DATABASE_URL", "mysql://localhost/club"),
        ("DATABASE_URL", "postgresql"),
        ("BUS_URL", "http://localhost"),
        ("SECRET_KEY", "short"),
        ("ORIGINS", "club.example"),
        ("ORIGINS", "https://club.example/"),
        ("ORIGINS", "https://club.example, ftp://club.example"),
        ("PROXY_HOPS", "6"),
        ("SOCKETS_MAX", "1"),
        ("SOCKETS_PER_ADDRESS", "0"),
        ("SOCKETS_PER_PLAYER", "x"),
        ("WAITING_MAX", "9"),
        ("WAITING_PER_ADDRESS", "0"),
        ("MESSAGE_BYTES", "1"),
        ("POOL_SIZE", "1"),
        ("POOL_WAIT_MS", "0"),
        ("BOT_PACE_MS", "1200-600"),
        ("BOT_PACE_MS", "-5"),
        ("BOT_PACE_MS", "600-20000"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("DATA_DIR", "/dev/null/var"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **{name: value})
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message


def test_a_password_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, DATABASE_URL="mysql://club:hunter2@host/club")
    assert "hunter2" not in str(caught.value)


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    settings = read(
        tmp_path, DATABASE_URL="postgresql://club:hunter2@host/club", SECRET_KEY="k" * 32
    )
    assert "hunter2" not in repr(settings)
    assert "kkkk" not in repr(settings)


def test_right_values_are_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        PORT=" 9000 ",
        WORKERS="",
        DATABASE_URL="postgresql://club@db/club",
        BUS_URL="redis://bus:6379/0",
        ORIGINS="https://club.example,http://127.0.0.1:8000",
        BOT_PACE_MS="5-7",
        LOG_FORMAT="JSON",
    )
    assert settings.port == 9000
    assert settings.workers == 2
    assert settings.database_url == "postgresql://club@db/club"
    assert settings.bus_url == "redis://bus:6379/0"
    assert settings.origins == ("https://club.example", "http://127.0.0.1:8000")
    assert settings.bot_pace_ms == (5, 7)
    assert settings.log_format == "json"
    assert settings.data_dir == tmp_path


def test_one_number_is_a_pace_too(tmp_path: Path) -> None:
    assert read(tmp_path, BOT_PACE_MS="0").bot_pace_ms == (0, 0)


def test_the_secret_is_made_once_and_only_for_us(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = read(folder)
    assert len(first.secret_key) >= 32
    assert read(folder).secret_key == first.secret_key
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_a_secret_others_may_read_is_closed(tmp_path: Path) -> None:
    key = read(tmp_path).secret_key
    (tmp_path / "secret_key").chmod(0o644)
    assert read(tmp_path).secret_key == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_an_emptied_secret_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(SettingsError, match="^SECRET_KEY: "):
        read(tmp_path)


def test_a_given_secret_leaves_nothing_behind(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET_KEY="k" * 32).secret_key == "k" * 32
    assert list(tmp_path.iterdir()) == []


def test_sockets_never_take_the_last_descriptors(tmp_path: Path) -> None:
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    settings = read(tmp_path, SOCKETS_MAX="200000")
    assert settings.socket_cap <= max(1, descriptors - DESCRIPTORS_KEPT - 300)
    assert read(tmp_path, WAITING_MAX="200000").socket_cap == 1
    assert read(tmp_path, SOCKETS_MAX="10").socket_cap == 10


def test_whoever_asks_for_more_sockets_than_descriptors_allow_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, SOCKETS_MAX="10").shortage is None
    told = read(tmp_path, SOCKETS_MAX="10", WAITING_MAX="200000").shortage
    assert told is not None and "only 1 of 10 sockets" in told


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENT.read_text(), re.MULTILINE)
    assert documented == NAMES


def test_the_documented_defaults_are_the_real_ones() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", DOCUMENT.read_text(), re.MULTILINE)
    shown = dict(rows)
    for each in fields(Settings):
        if each.metadata["name"] in shown:
            read_back = each.metadata["read"](shown[each.metadata["name"]])
            assert read_back == each.default
