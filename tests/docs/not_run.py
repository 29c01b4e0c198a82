"""Shell blocks that no test types, each with the reason."""

SETS_UP = "sets up a clone; every run of the tests begins with it"
SERVES = "serves until it is stopped; tests/flows and tests/test_deploy.py start the same"
ROOT = "changes the machine, as root; tests/test_deploy.py reads what it installs"
AT_ASTERISK = "stands beside an Asterisk; tests/cli/test_listening.py follows its files and AMI"
ELSEWHERE = "names machines of the reader's own"
AT_VENDOR = "speaks to a vendor's account"
SETTINGS = "settings, not commands; tests/test_docs.py holds them against the code"

NOT_RUN = {
    ("README.md", "make demo"): SETS_UP,
    ("README.md", "make serve"): SERVES,
    ("README.zh-CN.md", "make demo"): SETS_UP,
    ("README.zh-CN.md", "make serve"): SERVES,
    ("docs/guides/admin.md", "make serve"): SERVES,
    ("docs/guides/admin.zh-CN.md", "make serve"): SERVES,
    ("docs/guides/admin.md", "EARSHOT_ASR_MODEL=demo/model"): SERVES,
    ("docs/guides/admin.zh-CN.md", "EARSHOT_ASR_MODEL=demo/model"): SERVES,
    ("docs/reliability.md", "make chaos"): "kills and starves an installation for a quarter hour",
    ("CONTRIBUTING.md", "make setup"): SETS_UP,
    ("CONTRIBUTING.md", ".venv/bin/python -m pytest"): "tests for hours, by hand",
    ("docs/backup.md", "earshot restore"): "needs an empty place: tests/cli/test_backup.py has one",
    ("docs/deploy.md", "docs/deploy/secrets.sh"): "needs a container engine",
    ("docs/deploy.md", "install -d"): "needs a container engine",
    ("docs/deploy.md", "useradd"): ROOT,
    ("docs/deploy.md", "systemd-run"): ROOT,
    ("docs/install.md", "git clone"): SETS_UP,
    ("docs/install.md", "$ make serve"): SERVES,
    ("docs/install.md", "EARSHOT_ASR_MODEL=demo/model"): SERVES,
    ("docs/install.md", "git pull"): "fetches another version",
    ("docs/operations.md", "$ earshot import"): "the block before it, with what it says",
    ("docs/operations.md", "export EARSHOT_DATABASE_URL"): ELSEWHERE,
    ("docs/operations.md", "export AWS_ENDPOINT_URL"): ELSEWHERE,
    ("docs/operations.md", "umask 077"): ROOT,
    ("docs/operations.md", "EARSHOT_JUDGE_URL"): SETTINGS,
    ("docs/performance.md", "make bench"): "measures for half an hour, alone on the machine",
    ("docs/recordings.md", "EARSHOT_FETCH_PRIVATE"): SETTINGS,
    ("docs/recordings.md", "EARSHOT_WATCH"): SETTINGS,
    ("docs/recordings.md", "earshot watch"): "watches until it is stopped, places of the reader's",
    ("docs/transcription.md", "export EARSHOT_ASR_MODEL"): SETTINGS,
    ("docs/transcription.md", "curl -b cookies -X POST $U/api/v1/recordings"): (
        "needs a second engine: tests/api has one"
    ),
    ("docs/transcription.md", "pip install"): "installs another library and needs two models",
    ("docs/dialers/amazon_connect.md", "aws events"): AT_VENDOR,
    ("docs/dialers/asterisk.md", "export EARSHOT_URL"): AT_ASTERISK,
    ("docs/dialers/asterisk.md", "earshot listen asterisk --file"): AT_ASTERISK,
    ("docs/dialers/asterisk.md", "asterisk -rx"): AT_ASTERISK,
    ("docs/dialers/asterisk.md", "export ASTERISK_AMI"): AT_ASTERISK,
    ("docs/dialers/freeswitch.md", "for f in"): "sends files that FreeSWITCH has left",
    ("docs/dialers/twilio.md", "curl https://api.twilio.com"): AT_VENDOR,
    ("docs/dialers/vicidial.md", "#!/bin/bash"): "reads the dialer's own database",
}
"""By page and how the block begins."""
