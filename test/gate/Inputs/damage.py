"""damage.py DIR: cuts one entry of a cache off, and changes a byte of the others."""

import pathlib
import sys

entries = sorted(pathlib.Path(sys.argv[1]).glob("llvmcache-*"))
assert len(entries) >= 2, entries
entries[0].write_bytes(entries[0].read_bytes()[:-10])
for entry in entries[1:]:
    data = bytearray(entry.read_bytes())
    data[len(data) // 2] ^= 1
    entry.write_bytes(data)
