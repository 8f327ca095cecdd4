"""interrupt.py GATE...: starts the gate, waits for its worker, signals the gate, and looks at what is left."""

import os
import pathlib
import signal
import subprocess
import sys
import time


def children(parent):
    """The processes whose parent is `parent`."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def runs(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait(condition):
    """True as soon as the condition is; False after a minute."""
    for _ in range(6000):
        if condition():
            return True
        time.sleep(0.01)
    return False


for name in ["SIGINT", "SIGTERM", "SIGKILL"]:
    gate = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert wait(lambda: children(gate.pid)), "no worker was started"
    workers = children(gate.pid)
    time.sleep(0.3)
    gate.send_signal(getattr(signal, name))
    code = gate.wait(60)
    wait(lambda: not any(map(runs, workers)))
    print(f"{name}: exit code {code}, {sum(map(runs, workers))} workers left")
    if name != "SIGKILL":
        left = os.listdir(os.environ["TMPDIR"])
        assert not left, left
