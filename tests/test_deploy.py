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
from services.settings.reading import variable

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
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


def _pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9._-]+==[^ \\]+", lock.read_text(), re.MULTILINE))
