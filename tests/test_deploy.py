"""Files for those who install Earshot: as far as they can be checked where none of it runs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from earshot.configuring import KINDS
from services.processes import STOP_WITHIN_S
from services.settings.reading import variable

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OBJECTS: list[dict[str, Any]] = [
    each
    for file in sorted(DEPLOY.glob("kubernetes*.yaml"))
    for each in yaml.safe_load_all(file.read_text())
]
UNITS = sorted((DEPLOY / "systemd").iterdir())


def test_the_dockerfile_has_no_lint() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"

    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_dockerfile_copies_what_is_there() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if re.match(r"COPY (?!--from)", line)]
    assert [each for one in copied for each in one if not (ROOT / each).exists()] == []


@pytest.mark.parametrize(
    "each", OBJECTS, ids=lambda each: f"{each['kind']}-{each['metadata']['name']}"
)
def test_kubernetes_would_take_it(each: dict[str, Any]) -> None:
    kubernetes_validate.validate(each, "1.37", strict=True)


def test_pods_write_nowhere_but_into_volumes() -> None:
    pods = [each["spec"]["template"]["spec"] for each in OBJECTS if each["kind"] == "Deployment"]
    assert len(pods) == 2
    for pod in pods:
        [container] = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert {"/data", "/tmp"} <= {each["mountPath"] for each in container["volumeMounts"]}


def test_compose_waits_for_what_is_healthy_and_names_versions() -> None:
    services = COMPOSE["services"]
    for name in ("api", "worker"):
        assert services[name]["read_only"]
        assert set(services[name]["depends_on"]) == {"database", "bucket"}
    waited_for = {"database", "storage"}
    assert all("healthcheck" in services[name] for name in waited_for)
    images = [each["image"] for each in services.values() if "image" in each]
    assert all(re.search(r":\d", image) for image in images)


def test_compose_is_what_its_specification_says() -> None:
    spec = pytest.importorskip("compose_spec")

    # What `<<` merges is merged by whoever reads YAML.
    read = spec.PyCompose.from_yaml(yaml.safe_dump(COMPOSE))

    assert set(read.service_names()) == set(COMPOSE["services"])


def test_compose_refers_to_what_it_has() -> None:
    services = COMPOSE["services"].values()
    volumes = {name for each in services for name in _named_volumes(each)}
    assert volumes == set(COMPOSE["volumes"])
    secrets = {name for each in services for name in each.get("secrets", [])}
    assert secrets == set(COMPOSE["secrets"])
    networks = {name for each in services for name in each["networks"]}
    assert networks == set(COMPOSE["networks"])
    [subnet] = COMPOSE["networks"]["inside"]["ipam"]["config"]
    trusted = COMPOSE["services"]["api"]["environment"]["EARSHOT_TRUSTED_PROXIES"]
    assert trusted == f'["{subnet["subnet"]}"]'


def test_secrets_that_compose_wants_are_made(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "secrets.sh", tmp_path)
    for _ in range(2):
        subprocess.run(["sh", tmp_path / "secrets.sh"], check=True, capture_output=True)
    made = {f"./docs/deploy/secrets/{each.name}" for each in (tmp_path / "secrets").iterdir()}

    mounted = {
        volume.partition(":")[0]
        for each in COMPOSE["services"].values()
        for volume in each.get("volumes", [])
        if "/secrets/" in volume
    }
    wanted = {each["file"] for each in COMPOSE["secrets"].values()} | mounted
    wanted |= {f"./{file}" for file in COMPOSE["services"]["api"]["env_file"]}
    assert wanted <= made
    assert COMPOSE["services"]["api"]["secrets"] == ["earshot_database_url", "master_key"]


def test_compose_gives_processes_time_to_finish() -> None:
    grace = COMPOSE["services"]["worker"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > STOP_WITHIN_S


def test_what_containers_say_fills_no_disk() -> None:
    for service in COMPOSE["services"].values():
        if "restart" in service:
            assert service["logging"]["driver"] == "local"
            assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_units_that_restart_never_give_up(unit: Path) -> None:
    text = unit.read_text()
    assert ("Restart=always" in text) == ("StartLimitIntervalSec=0" in text)


def test_a_backup_comes_after_the_database_that_it_copies() -> None:
    earshot, backup = (
        (DEPLOY / "systemd" / name).read_text()
        for name in ("earshot.service", "earshot-backup.service")
    )
    # tests/flows/test_beside_serving.py sees Earshot tell it.
    assert "Type=notify\nTimeoutStartSec=infinity\n" in earshot
    assert "After=earshot.service\n" in backup
    # PostgreSQL takes it as an order to end at once, a command as Ctrl-C.
    assert "KillSignal=SIGINT\n" in backup


def test_compose_is_read_by_docker() -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not here")
    done = subprocess.run(
        [docker, "compose", "config", "--quiet", "--no-env-resolution"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_systemd_would_take_it(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if line.startswith(unit.stem.rstrip("@"))]
    assert [line for line in said if "is not executable" not in line] == []


def test_every_setting_named_there_is_one() -> None:
    known = {variable(kind, name) for kind in KINDS for name in kind.model_fields}
    own = {"EARSHOT_SITE"}  # of the Caddyfile
    for file in [ROOT / "Dockerfile", ROOT / "compose.yaml", *DEPLOY.rglob("*.*")]:
        named = set(re.findall(r"EARSHOT_[A-Z_]*[A-Z]", file.read_text()))
        assert named - known - own - {"EARSHOT_EXAMPLE"} == set(), file


@pytest.mark.parametrize("name", ["api.lock", "worker.lock"])
def test_images_install_what_is_tested(name: str) -> None:
    tested = _pins(ROOT / "requirements.lock")
    assert _pins(DEPLOY / name) <= tested


def test_the_api_image_has_no_speech_library() -> None:
    names = {pin.partition("==")[0] for pin in _pins(DEPLOY / "api.lock")}
    assert not names & {"faster-whisper", "ctranslate2", "onnxruntime", "sherpa-onnx", "torch"}


def _named_volumes(service: dict[str, Any]) -> set[str]:
    sources = (volume.partition(":")[0] for volume in service.get("volumes", []))
    return {name for name in sources if not name.startswith(".")}


def _pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9._-]+==[^ \\]+", lock.read_text(), re.MULTILINE))
