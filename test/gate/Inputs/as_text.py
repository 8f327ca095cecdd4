"""as_text.py DATABASE RESPONSE: has the commands of DATABASE as text, their flags in RESPONSE, each entry twice."""

import json
import pathlib
import shlex
import sys

database, response = map(pathlib.Path, sys.argv[1:])
entries = json.loads(database.read_text())
for entry in entries:
    compiler, *flags = entry.pop("arguments")
    response.write_text(shlex.join(flags))
    entry["command"] = f"{compiler} @{response.name}"
database.write_text(json.dumps(entries + entries))
