"""documented.py GATE PAGE...: the pages name every option that the gate has."""

import pathlib
import re
import subprocess
import sys

text = subprocess.run([sys.argv[1], "--help"], check=True, capture_output=True, text=True).stdout
options = re.findall(r"^  (--?[a-z][a-z-]*)", text.partition("async-gate options:")[2], re.MULTILINE)
pages = "\n".join(pathlib.Path(page).read_text() for page in sys.argv[2:])
missing = [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", pages)]
for option in missing:
    print(f"{option} is in no page")
print(f"{len(options)} options")
sys.exit(bool(missing) or not options)
