"""same_runs.py A B: two runs' --export-json say the same, but for what came from the cache."""

import json
import sys


def read(path):
    objects = [json.loads(line) for line in open(path, encoding="utf-8")]
    for o in objects:
        o.pop("cached", None)
    return objects


a, b = read(sys.argv[1]), read(sys.argv[2])
if not any(o["kind"] in ("finding", "failure") for o in a):
    sys.exit(f"{sys.argv[1]} has nothing to compare")
for x in a:
    if x not in b:
        print("only in", sys.argv[1], x)
for x in b:
    if x not in a:
        print("only in", sys.argv[2], x)
sys.exit(a != b)
