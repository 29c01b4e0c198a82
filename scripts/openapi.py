"""Print the API's description, from which the web client's types are made."""

import json
import sys

from api.app import create_api

json.dump(create_api().openapi(), sys.stdout, ensure_ascii=False, indent=1)
