"""Write a migration that turns the migrated database into what the tables say."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from services import db
from services.db import get_engine
from services.embedded import EmbeddedPostgres
from services.migrations import config, migrate

VERSIONS = Path("services/migrations/versions")


def main(message: str) -> None:
    if not message:
        sys.exit('Say what it does: make migration M="Add goals"')
    with tempfile.TemporaryDirectory(prefix="earshot-") as home:
        postgres = EmbeddedPostgres(Path(home))
        db.use(postgres.start())
        try:
            migrate()
            with get_engine().connect() as connection:
                number = len(list(VERSIONS.glob("[0-9]*.py"))) + 1
                command.revision(
                    config(connection), message=message, autogenerate=True, rev_id=f"{number:04}"
                )
        finally:
            get_engine().dispose()
            postgres.stop()


main(sys.argv[1])
