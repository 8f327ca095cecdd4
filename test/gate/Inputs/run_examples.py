"""run_examples.py PAGE GATE: runs the commands in the page's blocks of YAML that begin with cmake or async-gate, here."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

page, gate = sys.argv[1:]
environment = dict(os.environ, PATH=os.pathsep.join([os.path.dirname(gate), os.environ["PATH"]]))
for number, block in enumerate(re.findall(r"^```yaml\n(.*?)^```", pathlib.Path(page).read_text(), re.M | re.S), 1):
    print(f"yaml {number}")
    shutil.rmtree("build", ignore_errors=True)
    for command in re.findall(r"^ *- (?:run: )?((?:cmake|async-gate) .*?)$", block, re.M):
        command = command.replace("${{ github.base_ref }}", "main")
        files = sorted(re.findall(r"--export-[a-z]+=(\S+)", command))
        for name in files:
            pathlib.Path(name).unlink(missing_ok=True)
        run = subprocess.run(shlex.split(command), env=environment, stdout=subprocess.PIPE, text=True)
        print(*run.stdout.splitlines()[-1:], sep="\n")
        print(f"exit code {run.returncode}: {command}")
        if files:
            print("written:", *(name for name in files if os.path.getsize(name)))
