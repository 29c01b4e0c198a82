"""A whole installation as an operator starts it: every part a process of its own.

    with Installation(tmp_path, apis=2, workers=2, proxy="nginx") as whole:
        whole.apis[0].kill()

PostgreSQL, an S3-compatible store, `earshot serve --workers 0` on ports of their own,
`earshot worker`, and a proxy that ends TLS. Nothing is shared but what they share in life.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal, Self

from sqlmodel import update

from demo.calls import MODEL
from services import db
from services.clock import utc_now
from services.db import get_engine, transaction
from services.settings import get_settings
from services.tables import Unit
from tests.bench import centre
from tests.bench.shift import events_of_a_shift
from tests.installation.database import Database
from tests.installation.pooler import Pooler
from tests.installation.process import Process, answers, steady_port
from tests.installation.proxies import Caddy, Nginx, Proxy
from tests.installation.store import Store

HEARING = {
    "EARSHOT_ASR_MODEL": str(MODEL.absolute()),
    "EARSHOT_ASR_CHUNK_LENGTH_S": "10",
    "EARSHOT_ASR_VAD_THRESHOLD": "0.25",
    "EARSHOT_ASR_WORD_TIMES": "false",
    "EARSHOT_ASR_CPU_THREADS": "1",
}

_SHIFT = timedelta(hours=8)
"""It began so long ago. Thirty agents bring some 750 events in ten minutes of it."""


class Installation:
    """Between `with` and its end, this process's database is the installation's too.

    `centre` are its people: teams, agents, the dialer's key, a login that sees all of it.
    `shift` is what happens there: events that nobody has sent yet.
    """

    def __init__(
        self,
        folder: Path,
        *,
        apis: int = 2,
        workers: int = 2,
        proxy: Literal["nginx", "caddy"] | None = "nginx",
        pooler: Callable[[Path, Database], Pooler] | None = None,
        store: bool = True,
        teams: int = 2,
        agents_each: int = 15,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Makes the folders; nothing runs yet. Raises proxies.Missing."""
        self.folder = folder
        self.database = Database(folder)
        self.pooler = pooler(folder, self.database) if pooler else None
        self.store = Store(folder) if store else None
        ports = [steady_port() for _ in range(apis)]
        self.proxy = _proxy(folder, proxy, ports)
        self._settings = {**_without_ours(os.environ), **self._shared(), **(settings or {})}
        self.apis = [self._api(number, port) for number, port in enumerate(ports, 1)]
        self.workers = [self._worker(number) for number in range(1, workers + 1)]
        self._size = teams, agents_each
        self._open = ExitStack()

    @property
    def url(self) -> str:
        """The proxy's address, or the only API's."""
        return self.proxy.url if self.proxy else self.api_url(0)

    def api_url(self, number: int) -> str:
        return f"http://127.0.0.1:{self.apis[number].port}"

    @property
    def parts(self) -> Sequence[Process]:
        """In the order in which they are started."""
        doors = [self.proxy] if self.proxy else []
        ground = [self.database, *([self.store] if self.store else [])]
        return [*ground, *self._between, *self.apis, *self.workers, *doors]

    @property
    def _between(self) -> Sequence[Process]:
        return [self.pooler] if self.pooler else []

    def settings(self, **more: str) -> dict[str, str]:
        """What a command is to know to work on this installation: `subprocess.run(env=...)`."""
        return {**self._settings, **more}

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self._stop)
            undo.enter_context(self._ours())
            self._start()
            self._open = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _start(self) -> None:
        for group in self._groups():
            for each in group:
                each.start(wait=False)
            for each in group:
                each.wait_ready()
        if self.proxy:
            # Read by httpx and by Python's own default context. Put back by `_ours`.
            os.environ["SSL_CERT_FILE"] = str(self.proxy.authority)
        teams, agents_each = self._size
        self.centre = centre.build(teams=teams, agents_each=agents_each)
        _let_it_be_late()
        began_at = utc_now().replace(microsecond=0) - _SHIFT
        self.shift = events_of_a_shift(1_000_000, self.centre.agents, began_at)

    def _groups(self) -> Sequence[Sequence[Process]]:
        """Those of one group start together, as they do after a power cut."""
        ground = [self.database, *([self.store] if self.store else [])]
        return [
            ground,
            self._between,
            self.apis,
            [*self.workers, *([self.proxy] if self.proxy else [])],
        ]

    def _stop(self) -> None:
        """Whatever state they are in; the database last, or everybody would complain."""
        for each in reversed(self.parts):
            each.kill()

    @contextmanager
    def _ours(self) -> Iterator[None]:
        """This process asks the installation's database, and believes its certificate."""
        if get_engine.cache_info().currsize:
            # Of another installation around this one: it would be forgotten while it is open.
            get_engine().dispose()
        with changed_environment({"EARSHOT_HOME": str(self.folder / "here")}):
            try:
                db.use(self.database.url)
                yield
            finally:
                get_engine().dispose()

    def _shared(self) -> dict[str, str]:
        said = {
            "EARSHOT_DATABASE_URL": self.database.url,
            "EARSHOT_LOG_FORMAT": "json",
            **HEARING,
        }
        if self.pooler:
            said["EARSHOT_DATABASE_URL"] = self.pooler.url
            said["EARSHOT_DATABASE_DIRECT_URL"] = self.database.url
        if self.store:
            said |= self.store.settings
        if self.proxy:
            said["EARSHOT_SECURE_COOKIES"] = "true"
            said["EARSHOT_PUBLIC_ORIGINS"] = f'["{self.url}"]'
        return said

    def _api(self, number: int, port: int) -> Process:
        home = self.folder / f"api-{number}"
        return Process(
            name=f"api {number}",
            command=[sys.executable, "-m", "earshot", "serve", "--workers", "0"],
            port=port,
            log=self.folder / f"api-{number}.log",
            env=self._settings | {"EARSHOT_HOME": self._home(home), "EARSHOT_PORT": str(port)},
            is_ready=lambda: answers(f"http://127.0.0.1:{port}/readyz"),
        )

    def _home(self, own: Path) -> str:
        """Without a store they need a folder that all of them reach; locks stay apart."""
        own.mkdir(exist_ok=True)
        if self.store is None:
            shared = self.folder / "recordings"
            shared.mkdir(exist_ok=True)
            (own / "recordings").symlink_to(shared)
        return str(own)

    def _worker(self, number: int) -> Process:
        home = self.folder / f"worker-{number}"
        worker = Process(
            name=f"worker {number}",
            command=[sys.executable, "-m", "earshot", "worker"],
            port=0,
            log=self.folder / f"worker-{number}.log",
            env=self._settings | {"EARSHOT_HOME": self._home(home)},
            is_ready=lambda: self._is_known(worker),
        )
        return worker

    def _is_known(self, worker: Process) -> bool:
        """It says every few seconds that it is there."""
        names = [row["name"] for row in self.database.rows("SELECT name FROM worker_process")]
        return any(int(name.rpartition(":")[2]) in worker.family_ids() for name in names)


@contextmanager
def changed_environment(more: Mapping[str, str]) -> Iterator[None]:
    """Put back everything afterwards, whoever changed it."""
    before = dict(os.environ)
    os.environ.update(more)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        get_settings.cache_clear()
        get_engine.cache_clear()


def _proxy(folder: Path, name: str | None, ports: Sequence[int]) -> Proxy | None:
    match name:
        case "nginx":
            return Nginx(folder, ports)
        case "caddy":
            return Caddy(folder, ports)
        case _:
            return None


def _let_it_be_late() -> None:
    """Let it be about 22 o'clock here: the last hours were all of today."""
    ahead = (22 - utc_now().hour + 9) % 24 - 9
    with transaction() as session:
        # POSIX counts zones the other way round.
        session.exec(update(Unit).values(timezone=f"Etc/GMT{-ahead:+d}"))


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    ours = ("EARSHOT_", "AWS_")
    return {name: value for name, value in environment.items() if not name.startswith(ours)}
