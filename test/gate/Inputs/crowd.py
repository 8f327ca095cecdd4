"""crowd.py DIR COMMAND...: runs the command several times at once over one cache, DIR, and
kills some at odd moments; the others must end as usual."""

import os
import pathlib
import signal
import subprocess
import sys
import time

directory, command = pathlib.Path(sys.argv[1]), sys.argv[2:]


def start():
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# As soon as something is being written.
victim = start()
while victim.poll() is None and not (directory.is_dir() and any(directory.iterdir())):
    time.sleep(0.001)
victim.send_signal(signal.SIGKILL)
victim.wait()
crowd = [start() for _ in range(3)]
crowd[0].send_signal(signal.SIGKILL)
codes = [process.wait() for process in crowd]
assert codes[1:] == [1, 1], codes
for entry in directory.iterdir():
    if "." in entry.name:
        os.remove(entry)
