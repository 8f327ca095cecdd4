"""database.py OUT FILE... [-- FLAG...]: writes OUT/compile_commands.json.

Each FILE, relative to OUT, is compiled in OUT with Clang, C++20, and the flags."""

import json
import pathlib
import sys

out = pathlib.Path(sys.argv[1]).resolve()
files, flags = sys.argv[2:], []
if "--" in files:
    cut = files.index("--")
    files, flags = files[:cut], files[cut + 1:]
out.mkdir(parents=True, exist_ok=True)
inputs = pathlib.Path(__file__).resolve().parent.parent.parent / "Inputs"
entries = [{"directory": str(out), "file": name,
            "arguments": ["c++", "-std=c++20", f"-I{inputs}", "-Iinclude", *flags, "-c", name, "-o", f"{name}.o"]}
           for name in files]
(out / "compile_commands.json").write_text(json.dumps(entries, indent=1))
