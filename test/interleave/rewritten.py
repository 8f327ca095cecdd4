#!/usr/bin/env python3
"""rewritten.py --tool COMMAND --compiler CLANG++ --models FILE --temp DIR PROGRAM...

Proof of the rewrites: each PROGRAM.hazard.cpp breaks under some schedule; the tool rewrites it
(`--fix-notes`), and then it must break under none, with the same result when run sequentially.
The rewritten program takes the place of the remedy, and driver.cpp judges the pair as it judges
all others. A program that the tool does not edit fails.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def fail(text):
    sys.exit(f"rewritten.py: {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", type=shlex.split, required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--temp", type=pathlib.Path, required=True)
    parser.add_argument("programs", nargs="+")
    args = parser.parse_args()
    directory = args.temp / "programs"
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.iterdir():
        old.unlink()

    def tidy(path, *mode):
        config = "{CheckOptions: {ModelFiles: '%s'}}" % args.models
        return subprocess.run([*args.tool, "-checks=-*,async-*", f"-config={config}", "--quiet", *mode, str(path), "--",
                               "-std=c++20", f"-I{HERE}"], capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def rewrite(name):
        source = (HERE / "programs" / f"{name}.hazard.cpp").read_text()
        (directory / f"{name}.hazard.cpp").write_text(source)
        path = directory / f"{name}.remedy.cpp"
        before = re.sub(r"^(?:// VERDICT.*\n)+", "// VERDICT: holds\n", source).replace(
            f"namespace {name}::hazard", f"namespace {name}::remedy")
        path.write_text(before)
        first = tidy(path, "--fix-notes")
        after = path.read_text()
        if after == before:
            return f"{name}: nothing is edited:\n{first.stdout}{first.stderr}"
        changed = [line for line in after.splitlines() if line not in before.splitlines()]
        print(f"{name}:", *(f"    {line.strip()}" for line in changed), sep="\n")
        return None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        problems = [p for p in pool.map(rewrite, args.programs) if p]
    if problems:
        fail("\n".join(problems))
    # One unit: each program has a namespace of its own.
    unit = args.temp / "all.cpp"
    unit.write_text("".join(f'#include "{path}"\n' for path in sorted(directory.iterdir())))
    driver = args.temp / "driver"
    subprocess.run([args.compiler, "-std=c++20", "-O0", f"-I{HERE}", str(unit), str(HERE / "driver.cpp"),
                    str(HERE / "quarantine.cpp"), "-o", str(driver)], check=True)
    sys.stdout.flush()
    sys.exit(subprocess.run([str(driver), "--quiet", str(directory)]).returncode)


if __name__ == "__main__":
    main()
