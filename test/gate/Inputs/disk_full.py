"""disk_full.py GATE: what the gate does where there is no space. Mounts; to be run under `unshare -m`."""

import os
import pathlib
import subprocess
import sys

small = pathlib.Path("small")
small.mkdir()
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", small], check=True)


def run(title, keep, arguments, environment={}):
    for name in os.listdir(small):
        (small / name).unlink()
    if keep:
        (small / keep).write_text('{"async-gate-baseline":1}\n')
    filler = small / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError:
            pass
    before = (small / keep).read_text() if keep else ""
    gate = subprocess.run([sys.argv[1], "--no-cache", "--quiet", *arguments], capture_output=True, text=True,
                          env=dict(os.environ, **environment))
    print(f"{title}: exit code {gate.returncode}")
    print(next((line for line in (gate.stderr + gate.stdout).splitlines()
                if "error:" in line or "not judged" in line or "cannot judge: " in line),
               "nothing said"))
    filler.unlink()
    if keep:
        same = "as it was" if (small / keep).read_text() == before else "changed"
        print(f"{same}, and nothing else: {' '.join(os.listdir(small))}")


run("report", "out.html", ["--export-html=small/out.html"])
run("baseline", "known", ["--baseline=small/known", "--update-baseline"])
run("temporary files", None, [], {"TMPDIR": str(small.resolve())})
