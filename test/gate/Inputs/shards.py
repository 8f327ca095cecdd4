"""shards.py N GATE...: runs the N shards, writes part1 to partN, and exits with the highest code."""

import subprocess
import sys

count, gate = int(sys.argv[1]), sys.argv[2:]
codes = [subprocess.run([*gate, "--quiet", f"--shard={i}/{count}", f"--export-shard=part{i}"],
                        stdout=subprocess.DEVNULL).returncode
         for i in range(1, count + 1)]
sys.exit(max(codes))
