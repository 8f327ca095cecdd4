"""npm_packages.py OUT: installs what test/npm/package-lock.json says in OUT, unless it is there.

No script of a package is run. Several tests may ask at once."""

import fcntl
import pathlib
import shutil
import subprocess
import sys

source = pathlib.Path(__file__).resolve().parent.parent / "npm"
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
lock_file = "package-lock.json"
wanted = (source / lock_file).read_text()
with open(out / "lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    stamp = out / "installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        for name in ["package.json", lock_file]:
            shutil.copy(source / name, out / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", str(out / "cache")]
        subprocess.run(command, cwd=out, check=True, stdout=subprocess.DEVNULL, timeout=240)
        shutil.rmtree(out / "cache", ignore_errors=True)
        # What its install script would do.
        (out / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool").chmod(0o755)
        stamp.write_text(wanted)
