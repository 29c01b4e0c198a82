"""What docs/deploy/kubernetes*.yaml name is there, and fits what Earshot does.

Whether each object is a valid one is a matter of tests/test_deploy.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from api.routes.health import router
from earshot import app
from services.processes import STOP_WITHIN_S
from services.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
TEXT = (DEPLOY / "kubernetes.yaml").read_text()
RESTORE = (DEPLOY / "kubernetes-restore.yaml").read_text()
OBJECTS: list[dict[str, Any]] = [*yaml.safe_load_all(TEXT), *yaml.safe_load_all(RESTORE)]
HEAD, STEPS = TEXT.partition("---\n")[0], RESTORE.partition("---\n")[0]
NGINX = "nginx.ingress.kubernetes.io/"
BOARD_SILENCE_S = 3
"""Boards say something at least this often."""
LONGEST_MIGRATION_S = 1800


def of(kind: str) -> list[dict[str, Any]]:
    return [each for each in OBJECTS if each["kind"] == kind]


def templates() -> Iterator[tuple[str, dict[str, Any]]]:
    """Pods that are made, by the name of who makes them."""
    for each in of("Deployment"):
        yield each["metadata"]["name"], each["spec"]["template"]
    for each in of("CronJob"):
        yield each["metadata"]["name"], each["spec"]["jobTemplate"]["spec"]["template"]
    for each in of("Job"):
        yield each["metadata"]["name"], each["spec"]["template"]


PODS = dict(templates())
[SERVICE] = of("Service")
[BUDGET] = of("PodDisruptionBudget")
[SETTINGS] = of("ConfigMap")
API = PODS["earshot-api"]


def test_every_selector_finds_the_pods_that_are_meant() -> None:
    for deployment in of("Deployment"):
        wanted = deployment["spec"]["selector"]["matchLabels"]
        assert wanted == deployment["spec"]["template"]["metadata"]["labels"]
    labels = API["metadata"]["labels"]
    assert SERVICE["spec"]["selector"] == labels
    assert BUDGET["spec"]["selector"]["matchLabels"] == labels
    spread = API["spec"]["topologySpreadConstraints"]
    assert [each["labelSelector"]["matchLabels"] for each in spread] == [labels]


@pytest.mark.parametrize("name", PODS)
def test_everything_a_pod_refers_to_is_there_or_told_to_be_made(name: str) -> None:
    pod = PODS[name]["spec"]
    [container] = pod["containers"]
    maps = {each["metadata"]["name"] for each in of("ConfigMap")}
    claims = {each["metadata"]["name"] for each in of("PersistentVolumeClaim")}
    for source in container["envFrom"]:
        if "configMapRef" in source:
            assert source["configMapRef"]["name"] in maps
        else:
            assert source["secretRef"]["name"] in _secrets()
    for volume in pod["volumes"]:
        if "secret" in volume:
            assert volume["secret"]["secretName"] in _secrets()
        if "persistentVolumeClaim" in volume:
            assert volume["persistentVolumeClaim"]["claimName"] in claims
    mounted = {each["name"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}


@pytest.mark.parametrize("name", PODS)
def test_no_pod_has_more_rights_than_it_needs(name: str) -> None:
    pod = PODS[name]["spec"]
    [container] = pod["containers"]
    user = re.findall(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    rights = pod["securityContext"]
    assert {(str(rights["runAsUser"]), str(rights["runAsGroup"]))} == set(user)
    assert rights["runAsNonRoot"]
    assert rights["fsGroup"] == rights["runAsGroup"]
    assert not pod["automountServiceAccountToken"]
    assert not container["securityContext"]["allowPrivilegeEscalation"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["securityContext"]["readOnlyRootFilesystem"]
    written = {each["mountPath"] for each in container["volumeMounts"] if not each.get("readOnly")}
    assert {"/data", "/tmp"} <= written


@pytest.mark.parametrize("name", PODS)
def test_services_put_no_settings_into_pods(name: str) -> None:
    """One called `earshot` would make EARSHOT_PORT=tcp://... of itself in pods that come later."""
    assert PODS[name]["spec"]["enableServiceLinks"] is False


def test_secrets_are_read_from_where_they_lie() -> None:
    settings = SETTINGS["data"]
    folders = {
        each["mountPath"]
        for pod in PODS.values()
        for each in pod["spec"]["containers"][0]["volumeMounts"]
        if each["name"] == "secrets"
    }
    assert folders == {settings["EARSHOT_SECRETS"]}
    key = Path(settings["EARSHOT_KEY_FILE"])
    assert str(key.parent) == settings["EARSHOT_SECRETS"]
    assert f"--from-file={key.name}=" in HEAD
    [literal] = re.findall(r"--from-literal=(earshot_\w+)=", HEAD)
    assert literal.removeprefix("earshot_") in Settings.model_fields
    assert not any(name.endswith(("PASSWORD", "KEY", "DATABASE_URL")) for name in settings)


def test_ports_are_those_that_earshot_listens_on() -> None:
    [port] = API["spec"]["containers"][0]["ports"]
    assert port["containerPort"] == Settings.model_fields["port"].default
    assert f"EXPOSE {port['containerPort']}\n" in (ROOT / "Dockerfile").read_text()
    [door] = SERVICE["spec"]["ports"]
    assert door["targetPort"] == port["name"]
    for probe in _probes().values():
        assert probe["httpGet"]["port"] == port["name"]
    for ingress in of("Ingress"):
        for path in ingress["spec"]["rules"][0]["http"]["paths"]:
            backend = path["backend"]["service"]
            assert backend["name"] == SERVICE["metadata"]["name"]
            assert backend["port"]["name"] == door["name"]


def test_probes_ask_what_earshot_answers_and_bear_a_long_migration() -> None:
    probes = _probes()
    answered = {str(getattr(route, "path", "")) for route in router.routes}
    assert {each["httpGet"]["path"] for each in probes.values()} <= answered
    # A database that is away is no reason to kill who waits for it.
    assert probes["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert probes["readinessProbe"]["httpGet"]["path"] == "/readyz"
    start = probes["startupProbe"]
    assert start["periodSeconds"] * start["failureThreshold"] >= LONGEST_MIGRATION_S


def test_a_pod_may_finish_before_it_is_killed() -> None:
    api, worker = API["spec"], PODS["earshot-worker"]["spec"]
    [*_, first_s] = api["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert api["terminationGracePeriodSeconds"] > int(first_s) + STOP_WITHIN_S
    grace_s = Settings.model_fields["worker_grace"].default.total_seconds()
    assert worker["terminationGracePeriodSeconds"] > max(STOP_WITHIN_S, grace_s)


def test_a_rolling_restart_keeps_an_api() -> None:
    [api] = [each for each in of("Deployment") if each["metadata"]["name"] == "earshot-api"]
    assert api["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert BUDGET["spec"]["minAvailable"] < api["spec"]["replicas"]


def test_events_are_tried_again_and_nothing_else() -> None:
    whole, events = of("Ingress")
    notes = {
        each["metadata"]["name"]: {
            name.removeprefix(NGINX): value
            for name, value in each["metadata"]["annotations"].items()
        }
        for each in (whole, events)
    }
    assert {each["proxy-body-size"] for each in notes.values()} == {"0"}
    assert "non_idempotent" in notes["earshot-events"]["proxy-next-upstream"]
    assert "proxy-request-buffering" not in notes["earshot-events"]
    assert "non_idempotent" not in notes["earshot"].get("proxy-next-upstream", "")
    assert int(notes["earshot"]["proxy-read-timeout"]) > 2 * BOARD_SILENCE_S
    paths = [each["path"] for each in events["spec"]["rules"][0]["http"]["paths"]]
    assert paths == ["/api/v1/events", "/api/v1/hooks"]
    for each in (whole, events):
        [tls] = each["spec"]["tls"]
        assert tls["secretName"] in _secrets()
        assert tls["hosts"] == [each["spec"]["rules"][0]["host"]]


@pytest.mark.parametrize("name", PODS)
def test_what_a_pod_runs_is_a_command(name: str) -> None:
    [container] = PODS[name]["spec"]["containers"]
    if "args" not in container:
        return
    command, *words = container["args"]
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    with group.commands[command].make_context(command, words) as context:
        assert context.params


def test_a_backup_is_restored_by_what_took_it_from_where_it_was_put() -> None:
    taken, restored = PODS["earshot-backup"]["spec"], PODS["earshot-restore"]["spec"]
    [taking], [restoring] = taken["containers"], restored["containers"]
    assert [*taking["args"][:2], *restoring["args"]] == ["backup", "/backup", "restore", "/backup"]
    assert [each | {"readOnly": True} for each in taking["volumeMounts"] if _of_backup(each)] == [
        each for each in restoring["volumeMounts"] if _of_backup(each)
    ]
    own = ("name", "args", "volumeMounts")
    assert _without(taking, *own) == _without(restoring, *own)
    assert _without(taken, "containers") == _without(restored, "containers")


def test_the_steps_of_a_restore_name_what_there_is() -> None:
    commands = re.findall(r"^#     kubectl (.+)$", STEPS, re.MULTILINE)
    named = re.findall(r"\b(deployment|cronjob|job)((?:[ /]earshot-\w+)+)", "\n".join(commands))
    kinds = {"deployment": "Deployment", "cronjob": "CronJob", "job": "Job"}
    assert {kind for kind, _ in named} == set(kinds)
    for kind, names in named:
        there = {each["metadata"]["name"] for each in of(kinds[kind])}
        assert set(re.findall(r"earshot-\w+", names)) <= there
    replicas = {each["spec"]["replicas"] for each in of("Deployment")}
    assert re.findall(r"--replicas (\d+)", STEPS) == ["0", *map(str, replicas)]
    assert {"app": "earshot"}.items() <= API["metadata"]["labels"].items()
    namespaces = set(re.findall(r"create namespace (\S+)", HEAD))
    assert {command.split()[1] for command in commands} == namespaces
    assert [each for each in STEPS.split() if each.endswith("restore.yaml")] == [
        "docs/deploy/kubernetes-restore.yaml"
    ]


def _of_backup(mount: dict[str, Any]) -> bool:
    return bool(mount["name"] == "backup")


def _without(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}


def _probes() -> dict[str, dict[str, Any]]:
    [container] = API["spec"]["containers"]
    return {name: each for name, each in container.items() if name.endswith("Probe")}


def _secrets() -> set[str]:
    """That the head of the file says how to make."""
    return set(re.findall(r"create secret (?:generic|tls) (\S+)", HEAD))
