"""checks_database.py OUT ONE_IN: a database of one in so many of the inputs of all checks' tests, with the
headers that they share as a library's."""

import json
import pathlib
import sys

tests = pathlib.Path(__file__).resolve().parent.parent.parent
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
inputs = sorted((tests / "checks").rglob("*.cpp"))
assert len(inputs) > 100, len(inputs)
entries = [{"directory": str(path.parent), "file": str(path),
            "arguments": ["c++", "-std=c++20", "-isystem", str(tests / "Inputs"), "-c", str(path)]}
           for path in inputs[::int(sys.argv[2])]]
(out / "compile_commands.json").write_text(json.dumps(entries))
