#!/usr/bin/env python3
"""doc_blocks.py --tidy COMMAND --include DIR PAGE: a check's page says what the check says.

Each ```cpp block of PAGE is compiled on its own, after test/docs/prelude/<page>.h, and must
give exactly the diagnostics its lines claim:

  std::lock_guard l(m_); // warning: lock 'l' on 'm_' is held   the beginning of the message
  co_await f();          // note: suspended here                 notes may stay unmentioned

Words after `cpp` are options of the check (Key=value), or `clean`: no warnings. A block
without warnings that is not called clean is a mistake, as is one that does not compile.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass

CLAIM = re.compile(r"// (warning|note): (.+)$")
SAID = re.compile(r"(.+?):(\d+):\d+: (warning|error|note): (.+)$")


@dataclass
class Block:
    line: int
    words: list
    code: list

    def claims(self):
        """(line in the page, kind, text) of each claim."""
        for offset, text in enumerate(self.code, 1):
            if match := CLAIM.search(text):
                yield self.line + offset, match[1], match[2].strip()

    def options(self, check):
        pairs = [word.split("=", 1) for word in self.words if "=" in word]
        return {f"{check}.{key}": value for key, value in pairs}


def read_blocks(page):
    blocks, current = [], None
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if current is not None:
            if line.startswith("```"):
                blocks.append(current)
                current = None
            else:
                current.code.append(line)
        elif line.startswith("```cpp"):
            current = Block(number, line.removeprefix("```cpp").split(), [])
        elif line.startswith("```c++") or line.startswith("```C++"):
            sys.exit(f"{page}:{number}: write ```cpp")
    if current is not None:
        sys.exit(f"{page}:{current.line}: the block has no end")
    return blocks


def diagnostics(command, check, block, prelude, include, folder):
    """(line in the page, kind, text) of all that is said about the block."""
    source = folder / "block.cpp"
    source.write_text(f'#include "{prelude}"\n' + "\n".join(block.code) + "\n")
    config = json.dumps({"CheckOptions": block.options(check)})
    run = command + [str(source), f"--checks=-*,{check}", f"--config={config}", "--quiet",
                     "--", "-std=c++20", "-w", f"-I{include}"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120)
    if done.returncode not in (0, 1):
        sys.exit(f"exit code {done.returncode}: {shlex.join(run)}\n{done.stdout}{done.stderr}")
    for text in done.stdout.splitlines():
        if match := SAID.match(text):
            if pathlib.Path(match[1]) != source:
                sys.exit(f"outside of the block: {text}")
            # Line 1 of the file is the #include.
            yield block.line + int(match[2]) - 1, match[3], match[4]


def compare(page, block, said):
    """What is wrong about one block, as text."""
    said = list(said)
    claims = list(block.claims())
    clean = "clean" in block.words
    if unknown := [word for word in block.words if word != "clean" and "=" not in word]:
        yield f"{page}:{block.line}: unknown word '{unknown[0]}'"
    claims_warning = any(kind == "warning" for _, kind, _ in claims)
    if clean == claims_warning:
        yield f"{page}:{block.line}: a block either claims warnings or is called clean"
    open_claims = list(claims)
    for line, kind, text in said:
        found = next((claim for claim in open_claims
                      if claim[:2] == (line, kind) and text.startswith(claim[2])), None)
        if found:
            open_claims.remove(found)
        elif kind != "note":
            yield f"{page}:{line}: not claimed: {kind}: {text}"
    for line, kind, text in open_claims:
        yield f"{page}:{line}: claimed, but not said: {kind}: {text}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True, help="command of async-tidy")
    parser.add_argument("--include", required=True, help="directory of coroutine.h")
    parser.add_argument("page", type=pathlib.Path)
    args = parser.parse_args()
    command, check = shlex.split(args.tidy), f"async-{args.page.stem}"
    prelude = pathlib.Path(__file__).resolve().parent / "prelude" / f"{args.page.stem}.h"

    # An unknown name is an empty glob: every block would be clean.
    listed = subprocess.run(command + [f"--checks=-*,{check}", "--config={}", "--list-checks"],
                            capture_output=True, text=True).stdout
    if check not in listed.split():
        sys.exit(f"'{check}' is not registered in: {args.tidy}")
    blocks = read_blocks(args.page)
    if not any("clean" in block.words for block in blocks) or all("clean" in block.words for block in blocks):
        sys.exit(f"{args.page}: a page shows what is reported and what is not")
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks:
            said = diagnostics(command, check, block, prelude, args.include, pathlib.Path(folder).resolve())
            problems += compare(args.page, block, said)
    print(f"{args.page}: {len(blocks)} blocks")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
