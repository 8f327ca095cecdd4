"""huge_database.py OUT FILE: adds 100 MB of other units to OUT/compile_commands.json, which has FILE's."""

import json
import pathlib
import sys

path = pathlib.Path(sys.argv[1]) / "compile_commands.json"
entry = json.loads(path.read_text())[0]
vendors = " ".join(f"-I/opt/vendor/library-{i}/include" for i in range(24))
with open(path, "w") as file:
    file.write("[" + json.dumps(entry))
    number = 0
    while file.tell() < 100 << 20:
        number += 1
        name = f"src/generated/file{number}.cpp"
        file.write(',\n{"directory": "%s", "file": "%s", "command": "c++ -std=c++20 %s -c %s"}'
                   % (entry["directory"], name, vendors, name))
    file.write("]\n")
