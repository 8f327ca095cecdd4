#!/usr/bin/env python3
"""planted.py --tidy COMMAND [--options "Key: value"] FOLDER: the sample's hazards are found, and nothing else.

Each `// planted: <check> <why>` in the folder's sources stands on the line that <check>
reports. `// planted (possible): ...` is due with Confidence possible only; marks of
checks that do not exist yet, and `// planted (later): ...`, are for later.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys

MARK = re.compile(r"// planted(?: \((possible|later)\))?: (async-[a-z-]+) \S")
REPORT = re.compile(r"(.+?):(\d+):\d+: (warning|error): .* \[([a-z][\w.-]*)")


def reports(tidy, sources):
    """(file, line, check) of each report; exits where the sources do not parse."""
    done = subprocess.run(tidy + ["--header-filter=.*", *sources, "--", "-std=c++20"], capture_output=True, text=True)
    found = set()
    for line in done.stdout.splitlines():
        if match := REPORT.match(line):
            if match[3] == "error":
                sys.exit(line)
            found.add((pathlib.Path(match[1]).name, int(match[2]), match[4]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True, help="command of async-tidy")
    parser.add_argument("--options", default="", help="check options, as in a configuration file")
    parser.add_argument("folder", type=pathlib.Path)
    args = parser.parse_args()
    folder, tidy = args.folder.resolve(), shlex.split(args.tidy) + ["--checks=-*,async-*"]

    listed = subprocess.run(tidy + ["--config={}", "--list-checks"], capture_output=True, text=True, check=True).stdout
    checks = {word for word in listed.split() if word.startswith("async-")}
    files = sorted(path for path in folder.iterdir() if path.suffix in (".cpp", ".h"))
    planted, possible, later = set(), set(), set()
    for path in files:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := MARK.search(line):
                tier, check = match.groups()
                due = later if tier == "later" or check not in checks else possible if tier else planted
                due.add((path.name, number, check))
            elif "planted" in line:
                sys.exit(f"{path}:{number}: not a mark: {line}")
    if not planted:
        sys.exit(f"{folder}: nothing planted for {', '.join(sorted(checks))}")

    sources = [str(path) for path in files if path.suffix == ".cpp"]
    found = reports(tidy + ["--config={CheckOptions: {%s}}" % args.options], sources)
    audit = reports(tidy + ["--config={CheckOptions: {Confidence: possible, %s}}" % args.options], sources) if possible else set()
    problems = [f"{name}:{line}: {check} is planted, but not reported" for name, line, check in sorted(planted - found)]
    problems += [f"{name}:{line}: {check} is reported, but not planted" for name, line, check in sorted(found - planted)]
    problems += [f"{name}:{line}: {check} is not reported with Confidence possible" for name, line, check in sorted(possible - audit)]
    print(f"{len(planted & found)} of {len(planted)} planted hazards found; {len(later)} are for later checks")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
