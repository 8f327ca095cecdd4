"""peak_memory.py MB COMMAND...: runs the command; fails if it, or a child of it, needs more memory. Its exit code is not looked at."""

import resource
import subprocess
import sys

subprocess.run(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"{peak:.0f} MB", file=sys.stderr)
sys.exit(peak > float(sys.argv[1]))
