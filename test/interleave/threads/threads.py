#!/usr/bin/env python3
"""Does ThreadSanitizer say what the programs' first lines claim?

    threads.py --compiler clang++ --temp DIRECTORY [--programs DIRECTORY]

A program whose first line is `// RACE: ...` must be reported, any other must not, and all
must come to their end. Exit 1 if one differs.
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RACE = 66


def build(options, paths):
    """All programs in one executable: each has a namespace of its own."""
    options.temp.mkdir(parents=True, exist_ok=True)
    unit, program = options.temp / "programs.cpp", options.temp / "unit"
    unit.write_text("".join(f'#include "{path}"\n' for path in [*paths, HERE / "driver.cpp"]))
    subprocess.run([options.compiler, "-std=c++20", "-fsanitize=thread", "-O0", "-g1", "-Wall", "-Wextra",
                    "-Werror", f"-I{HERE}", str(unit), "-o", str(program), "-pthread"], check=True)
    return program


def judge(program, path):
    """Empty if the program does what it claims."""
    races = path.read_text().startswith("// RACE: ")
    environment = dict(os.environ, TSAN_OPTIONS=f"exitcode={RACE}")
    try:
        run = subprocess.run([program, path.stem], capture_output=True, text=True, timeout=60, env=environment,
                             check=False)
    except subprocess.TimeoutExpired:
        return "no end"
    if run.returncode == RACE:
        return "" if races else "a race that it does not claim\n" + run.stderr
    if run.returncode:
        return f"exit code {run.returncode}\n" + run.stderr
    return "no race is seen" if races else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--temp", type=pathlib.Path, required=True)
    parser.add_argument("--programs", type=pathlib.Path, default=HERE / "programs")
    options = parser.parse_args()
    paths = sorted(options.programs.resolve().glob("*.cpp"))
    program = build(options, paths)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda path: judge(program, path), paths))
    for path, answer in zip(paths, answers):
        if answer:
            print(f"{path.stem}: {answer}")
    right = answers.count("")
    print(f"{right} of {len(paths)} programs do what they claim")
    return 0 if paths and right == len(paths) else 1


if __name__ == "__main__":
    sys.exit(main())
