"""Images are made as the Dockerfile says, start, and hear a recording: `make images`, minutes."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from services import db
from services.db import get_engine
from tests.bench import centre
from tests.images.dockerfile import Image
from tests.installation.database import Database
from tests.installation.process import Process, answers, steady_port, wait_until
from tests.installation.whole import HEARING, changed_environment
from tests.sounds import CALLS

pytestmark = pytest.mark.timeout(3000)
MIB = 1024 * 1024
SPEECH = ("faster_whisper", "ctranslate2", "onnxruntime", "sherpa_onnx")


@dataclass
class Containers:
    """Both images, and what runs from them."""

    api: Image
    worker: Image
    door: Process
    ear: Process
    database: Database

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door.port}"


@pytest.fixture(scope="module")
def containers(record_testsuite_property: Callable[[str, object], None]) -> Iterator[Containers]:
    with TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        api, worker = Image(folder / "api", "api"), Image(folder / "worker", "worker")
        for image in (api, worker):
            try:
                image.build()
            except subprocess.CalledProcessError as error:
                pytest.fail(f"{error.cmd}\n{error.stdout}\n{error.stderr}")
            size = _size(image.root / "opt") // MIB
            record_testsuite_property(f"{image.target} packages, MiB", size)
        database = Database(folder)
        door, ear = _processes(folder, api, worker, database)
        with changed_environment({"EARSHOT_HOME": str(folder / "here")}):
            try:
                for each in (database, door, ear):
                    each.start()
                db.use(database.url)
                yield Containers(api, worker, door, ear, database)
            finally:
                get_engine().dispose()
                for each in (ear, door, database):
                    each.kill()


def test_the_api_image_has_no_speech_library_and_the_worker_image_has(
    containers: Containers,
) -> None:
    for name in SPEECH:
        asked = [containers.api.program("python"), "-c", f"import {name}"]
        assert subprocess.run(asked, capture_output=True).returncode == 1, name
    asked = [containers.worker.program("python"), "-c", f"import {SPEECH[0]}"]
    assert subprocess.run(asked, capture_output=True).returncode == 0


def test_commands_are_there(containers: Containers) -> None:
    for image in (containers.api, containers.worker):
        done = image.run("--help")
        assert done.returncode == 0, done.stderr
        assert "backup" in done.stdout


def test_the_api_is_healthy_and_serves_the_web_client(containers: Containers) -> None:
    words = [word.replace(":8800", f":{containers.door.port}") for word in containers.api.health]
    words[0] = containers.api.program(words[0])
    assert subprocess.run(words).returncode == 0

    page = httpx.get(containers.url)

    assert page.status_code == 200
    assert "/assets/" in page.text
    [script, *_] = [part.split('"')[0] for part in page.text.split('src="')[1:]]
    assert httpx.get(containers.url + script).status_code == 200


def test_the_worker_hears_a_recording(containers: Containers) -> None:
    key = centre.build(teams=1, agents_each=1).key
    sound = CALLS / "zh-clean.ogg"

    answer = httpx.post(
        f"{containers.url}/api/v1/recordings",
        headers={"Authorization": f"Bearer {key}"},
        data={"call_id": "first"},
        files={"file": (sound.name, sound.read_bytes())},
    )

    assert answer.status_code == 202, answer.text
    wait_until(
        lambda: containers.database.value("SELECT count(*) FROM transcript") == 1,
        120,
        containers.ear.last_words,
    )


def test_no_bytecode_is_written_beside_the_code(containers: Containers) -> None:
    """Where we may become the image's user it cannot, as in a container that is read-only."""
    for image in (containers.api, containers.worker):
        assert not list(image.app.rglob("__pycache__"))
    assert "Permission" not in containers.door.last_words() + containers.ear.last_words()


def _processes(
    folder: Path, api: Image, worker: Image, database: Database
) -> tuple[Process, Process]:
    sound = folder / "recordings"
    sound.mkdir()
    said = {"EARSHOT_DATABASE_URL": database.url}
    port = steady_port()
    door = _process(api, sound, said | {"EARSHOT_PORT": str(port)}, port)
    door.is_ready = lambda: answers(f"http://127.0.0.1:{port}/readyz")
    ear = _process(worker, sound, said | HEARING, 0)
    ear.is_ready = lambda: database.value("SELECT count(*) FROM worker_process") == 1
    return door, ear


def _process(image: Image, sound: Path, settings: dict[str, str], port: int) -> Process:
    """As the image's own user, where we may become it."""
    data = image.root / "data"
    (data / "recordings").symlink_to(sound)
    user_id = image.user_id if os.geteuid() == 0 and _is_for_all(Path(sys.executable)) else None
    if user_id is not None:
        for each in (data, sound):
            os.chown(each, user_id, user_id)
        for each in (image.root.parent, image.root):
            each.chmod(0o755)
    program, *words = image.command
    log = image.root.parent / f"{image.target}.log"
    return Process(
        name=image.target,
        command=[sys.executable, "-c", _ENTER, str(image.app), image.program(program), *words],
        port=port,
        log=log,
        env=image.settings(settings),
        is_ready=lambda: True,
        user_id=user_id,
        group_id=user_id,
    )


def _is_for_all(program: Path) -> bool:
    """Whether users other than its owner may run it."""
    folders = program.resolve().parents
    return all(each.stat().st_mode & stat.S_IXOTH for each in folders)


_ENTER = "import os, sys; os.chdir(sys.argv[1]); os.execv(sys.argv[2], sys.argv[2:])"


def _size(folder: Path) -> int:
    """Bytes of all files in it."""
    return sum(each.stat().st_size for each in folder.rglob("*") if not each.is_symlink())
