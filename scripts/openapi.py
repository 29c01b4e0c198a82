"""Print the API's description, from which the web client's types are made."""

import json
import sys

from api.app import create_app

json.dump(create_app().openapi(), sys.stdout, ensure_ascii=False, indent=1)
