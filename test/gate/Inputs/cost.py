"""cost.py SECONDS COMMAND...: fails if the command needs more processor time than that, at best of five.

Processor time, since the machine may have other things to do."""

import resource
import subprocess
import sys

limit, command = float(sys.argv[1]), sys.argv[2:]


def spent():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


costs = []
for _ in range(5):
    before = spent()
    subprocess.run(command, check=True)
    costs.append(spent() - before)
print(f"{min(costs) * 1000:.1f} ms")
sys.exit(min(costs) > limit)
