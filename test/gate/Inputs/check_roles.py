"""check_roles.py JSONL: each finding of a check says which part each of its places plays."""

import collections
import json
import pathlib
import sys

roles = collections.defaultdict(collections.Counter)
lacking = []
for line in map(json.loads, pathlib.Path(sys.argv[1]).read_text().splitlines()):
    if line["kind"] != "finding":
        continue
    told = [line["role"]] + [note["role"] for note in line["notes"]]
    roles[line["check"]].update(set(told))
    roles[line["check"]]["findings"] += 1
    place = f"{line['path']}:{line['line']}: {line['check']}"
    if line["role"] not in ("access", "use", "suspension"):
        lacking.append(f"{place}: the finding itself is '{line['role']}'")
    if "remedy" not in told and not line["edits"]:
        lacking.append(f"{place}: no remedy")
print(*lacking, sep="\n")
for check, count in sorted(roles.items()):
    print(f"{check}: {count.pop('findings')} findings:", " ".join(
        f"{role} {number}" for role, number in sorted(count.items())))
sys.exit(bool(lacking))
