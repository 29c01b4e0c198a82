"""Look for known faults in the libraries that are pinned: `make advisories`.

Fails when a library has one. Where the services that know them cannot be asked, it says
so and fails only with `--required`: who builds without internet can still build.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Answer:
    """What was said of some libraries: faults in sentences, and why nothing was said."""

    faults: list[str] = field(default_factory=list)
    asked: int = 0
    silence: str | None = None


def main(arguments: list[str]) -> int:
    required = "--required" in arguments
    options = [each for each in arguments if each != "--required"]
    answers = {"Python": python_faults(options), "web client": client_faults()}
    for name, answer in answers.items():
        for fault in answer.faults:
            _say(f"{name}: {fault}")
        if answer.silence:
            _say(f"{name}: nobody could be asked for known faults ({answer.silence}).")
        else:
            _say(f"{name}: {answer.asked} libraries, {len(answer.faults)} known faults.")
    found = any(answer.faults for answer in answers.values())
    silent = any(answer.silence for answer in answers.values())
    return int(found or (required and silent))


def python_faults(options: list[str], lock: Path = Path("requirements.lock")) -> Answer:
    """What pip-audit says; `options` are its own, such as `--vulnerability-service osv`."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "--requirement",
        str(lock),
    ]
    done = _run([*command, "--format", "json", "--progress-spinner", "off", *options])
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return Answer(silence=_last_line(done.stderr))
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        return Answer(silence="no package was known to the service")
    return Answer([_python_fault(p, v) for p in asked for v in p["vulns"]], len(asked))


def client_faults() -> Answer:
    done = _run(["npm", "audit", "--json", "--omit", "dev"], Path("static"))
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return Answer(silence=_last_line(done.stderr))
    if "vulnerabilities" not in said:
        return Answer(silence=str(said.get("message") or said.get("error") or "no answer")[:200])
    faulty, asked = said["vulnerabilities"], said["metadata"]["dependencies"]["prod"]
    return Answer([f"{name}: {each['severity']}" for name, each in faulty.items()], asked)


def _python_fault(package: dict[str, Any], fault: dict[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"]) or "no release yet"
    return f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


def _run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no answer"])[-1][:200]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
