#!/usr/bin/env python3
"""Do the checks say what the programs did?

Every program in programs/ has been run under all its interleavings; its marks
say where a report is due:

    // EXPECT: CHECK            on the line of the warning, or next to it
    // EXPECT(possible): CHECK  only from this tier on; below it, it may come
    // ALSO: CHECK              may come too; makes up for a missed EXPECT of
                                the same check

Any other report of an async-* check is one too many.

    agree.py --tool "clang-tidy-22 -load build/lib/libasync-tidy-22.so"
             [--checks async-stale-state,...] [--confidence TIER] [--verbose]

Exit 0 if all agree, 1 if not, 2 if the tool cannot judge.
"""
import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shlex
import subprocess
import sys

# One report a member, about the shape of a class; a hazard in it is reported by
# another check.
ABOUT_DESIGN = {"async-shared-mutable-state"}
TIERS = ["definite", "likely", "possible"]
MARK = re.compile(r"(EXPECT|ALSO)(?:\((\w+)\))?: (async-[a-z-]+)")
WARNING = re.compile(r"^(?P<file>[^\n]*?):(?P<line>\d+):\d+: (?:warning|error): "
                     r".*\[(?P<names>[\w.,-]+)\]$", re.MULTILINE)


class CannotJudge(Exception):
    """The tool did not run, or did not understand the program."""


@dataclasses.dataclass(frozen=True)
class Mark:
    line: int
    check: str
    due: bool

    def covers(self, report):
        line, check = report
        return check == self.check and abs(line - self.line) <= 1


@dataclasses.dataclass
class Result:
    name: str
    due: int
    missed: list
    surplus: list
    trouble: str = ""

    def verdict(self):
        if self.trouble:
            return "TROUBLE"
        return "differs" if self.missed or self.surplus else "agrees"


def read_marks(path, checks, tier):
    """The marks of a program that speak of the checks asked for."""
    marks = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for kind, needs, check in MARK.findall(line):
            if needs and needs not in TIERS:
                raise CannotJudge(f"line {number}: unknown tier '{needs}'")
            due = kind == "EXPECT" and TIERS.index(needs or "likely") <= TIERS.index(tier)
            if check in checks:
                marks.append(Mark(number, check, due))
    return marks


def run_tool(tool, path, checks, tier):
    """(line, check) of each warning in the program itself."""
    command = [*tool, "-checks=-*," + ",".join(sorted(checks)), "--quiet",
               "-config={CheckOptions: {Confidence: %s}}" % tier, str(path),
               "--", "-std=c++20", f"-I{path.parent.parent}"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        raise CannotJudge("no answer after 120 s") from None
    reports = set()
    for match in WARNING.finditer(run.stdout):
        names = match["names"].split(",")
        if "clang-diagnostic-error" in names:
            raise CannotJudge(match[0])
        if os.path.basename(match["file"]) == path.name:
            reports.update((int(match["line"]), name) for name in names if name in checks)
    if run.returncode not in (0, 1):
        raise CannotJudge(run.stderr.strip()[-200:] or f"exit {run.returncode}")
    return sorted(reports)


def compare(tool, path, checks, tier):
    name = path.stem
    try:
        marks = read_marks(path, checks, tier)
        reports = run_tool(tool, path, checks, tier)
    except CannotJudge as trouble:
        return Result(name, 0, [], [], str(trouble))
    due = [mark for mark in marks if mark.due]
    instead = {m.check for m in marks if not m.due and any(map(m.covers, reports))}
    missed = [m for m in due
              if not any(map(m.covers, reports)) and m.check not in instead]
    surplus = [r for r in reports if not any(m.covers(r) for m in marks)]
    return Result(name, len(due), missed, surplus)


def known_checks(tool):
    try:
        listed = subprocess.run([*tool, "-checks=-*,async-*", "--list-checks"],
                                capture_output=True, text=True, check=False)
    except OSError as error:
        raise CannotJudge(f"cannot run the tool: {error}") from None
    names = set(re.findall(r"^\s*(async-[a-z-]+)$", listed.stdout, re.MULTILINE))
    if listed.returncode or not names:
        raise CannotJudge("the tool registers no async-* check: " + listed.stderr.strip()[-200:])
    return names


def print_table(results, verbose):
    width = max(len(r.name) for r in results)
    for result in results:
        if result.verdict() == "agrees" and not verbose:
            continue
        print(f"{result.name:{width}}  due {result.due}  missed {len(result.missed)}"
              f"  surplus {len(result.surplus)}  {result.verdict()} {result.trouble}".rstrip())
        for mark in result.missed:
            print(f"{'':{width}}    missed  {mark.line}: {mark.check}")
        for line, check in result.surplus:
            print(f"{'':{width}}    surplus {line}: {check}")
    due, missed = sum(r.due for r in results), sum(len(r.missed) for r in results)
    print(f"{sum(r.verdict() == 'agrees' for r in results)} of {len(results)} programs agree; "
          f"{due - missed} of {due} expected reports; "
          f"{sum(len(r.surplus) for r in results)} surplus; "
          f"{sum(bool(r.trouble) for r in results)} not judged")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="async-tidy", help="the command that lints one file")
    parser.add_argument("--checks", help="comma-separated; default: all that the tool has")
    parser.add_argument("--confidence", choices=TIERS, default="likely")
    parser.add_argument("--programs", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent / "programs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", action="store_true", help="list what agrees as well")
    options = parser.parse_args()
    tool = shlex.split(options.tool)
    try:
        known = known_checks(tool)
        checks = set(options.checks.split(",")) if options.checks else known - ABOUT_DESIGN
        if checks - known:
            raise CannotJudge("unknown to the tool: " + ", ".join(sorted(checks - known)))
        paths = sorted(options.programs.glob("*.cpp"))
        if not paths:
            raise CannotJudge(f"no program in {options.programs}")
    except CannotJudge as trouble:
        print(f"agree: {trouble}", file=sys.stderr)
        return 2
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(
            lambda path: compare(tool, path, checks, options.confidence), paths))
    print_table(results, options.verbose)
    without = {c for p in paths for _, _, c in MARK.findall(p.read_text())} - known
    if without and not options.checks:
        print("not judged, since the tool does not have them: " + ", ".join(sorted(without)))
    verdicts = {result.verdict() for result in results}
    return 2 if "TROUBLE" in verdicts else 1 if "differs" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
