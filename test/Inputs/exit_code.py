"""exit_code.py CODE COMMAND...: runs COMMAND and succeeds if it exits with exactly CODE.

lit's `not` takes every failure for the expected one."""

import subprocess
import sys

code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL).returncode
if code != int(sys.argv[1]):
    print(f"exit code {code}, not {sys.argv[1]}: {' '.join(sys.argv[2:])}", file=sys.stderr)
    sys.exit(1)
