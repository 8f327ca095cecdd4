#!/usr/bin/env python3
"""Are all checks silent in what each of them calls clean?

    all_clean.py --tool async-tidy --include DIRECTORY --known FILE [--checks DIRECTORY]

Lints CHECK/clean.cpp of each check with all checks, at `likely` and at `possible`. FILE lists
the reports that are right, or cannot be avoided: `DIRECTORY: CHECK: TIER: NUMBER: REASON`,
where TIER is from where on they come. Any other report fails, and so does an entry that is
no longer true.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TIERS = ["likely", "possible"]


def reports(options, path, tier):
    """The number of reports by check, and the text."""
    command = [options.tool, "--checks=-*,async-*", "--quiet",
               "--config=" + json.dumps({"CheckOptions": {"Confidence": tier}}), str(path), "--", "-std=c++20",
               f"-I{path.parent}", f"-I{options.include}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if run.returncode or ": error:" in run.stdout:
        raise SystemExit(f"{path}: exit code {run.returncode}\n{run.stdout}{run.stderr}")
    lines = re.findall(r"^.*: warning: .*\[async-[\w,-]+\]$", run.stdout, re.MULTILINE)
    found = collections.Counter(re.search(r"\[(async-[\w-]+)", line)[1] for line in lines)
    return found, lines


def known(path):
    """{(directory, check, tier): number}"""
    entries = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            where, check, tier, number, _ = (field.strip() for field in line.split(":", 4))
            for each in TIERS[TIERS.index(tier):]:
                entries[where, check, each] = int(number)
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--known", type=pathlib.Path, required=True)
    parser.add_argument("--checks", type=pathlib.Path, default=HERE)
    options = parser.parse_args()
    paths = sorted(options.checks.resolve().glob("*/clean.cpp"))
    jobs = [(path, tier) for path in paths for tier in TIERS]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda job: reports(options, *job), jobs))
    expected, wrong = known(options.known), 0
    for (path, tier), (found, lines) in zip(jobs, answers):
        for check in sorted(found | {c: 0 for w, c, t in expected if (w, t) == (path.parent.name, tier)}):
            due = expected.pop((path.parent.name, check, tier), 0)
            if found[check] != due:
                wrong += 1
                print(f"{path.parent.name} at {tier}: {check} reports {found[check]}, not {due}")
                print("\n".join(line for line in lines if f"[{check}" in line))
    for entry in expected:
        wrong += 1
        print(f"no such file, or not true any more: {entry}")
    print(f"{len(paths)} files, {wrong} differences")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
