#!/usr/bin/env python3
"""Do the checks say what the programs did?

Every program in programs/ has been run under all its interleavings; its marks
say where a report is due:

    // EXPECT: CHECK            on the line of the warning, or next to it
    // EXPECT(possible): CHECK  only from this tier on; below it, it may come
    // ALSO: CHECK              may come too; makes up for a missed EXPECT of
                                the same check

Any other report of an async-* check is one too many, unless a check that the
tool does not have is due on that line: then it is the same hazard, seen by
another check.

    agree.py --tool "clang-tidy-22 -load build/lib/libasync-tidy-22.so"
             [--checks async-stale-state,...] [--confidence TIER] [--verbose]
             [--models FILE] [--known-missed FILE] [--alone]

All programs are linted as one unit, each in its own namespace; --alone lints
each by itself. --known-missed lists expected reports that the tool is known not
to give: an entry a line, `PROGRAM: CHECK: REASON`. One that is given after all
is a stale entry, and fails.

Exit 0 if all agree, 1 if not, 2 if the tool cannot judge.
"""
import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

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
    known: list = dataclasses.field(default_factory=list)
    stale: list = dataclasses.field(default_factory=list)
    trouble: str = ""

    def verdict(self):
        if self.trouble:
            return "TROUBLE"
        return "differs" if self.missed or self.surplus or self.stale else "agrees"

    def excuse(self, checks):
        """Takes what is known to be missed out of what is missed."""
        self.known = [m for m in self.missed if m.check in checks]
        self.missed = [m for m in self.missed if m.check not in checks]
        self.stale = sorted(checks - {m.check for m in self.known})


def read_marks(path, tier):
    """The marks of a program."""
    marks = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for kind, needs, check in MARK.findall(line):
            if needs and needs not in TIERS:
                raise CannotJudge(f"{path.name}:{number}: unknown tier '{needs}'")
            due = kind == "EXPECT" and TIERS.index(needs or "likely") <= TIERS.index(tier)
            marks.append(Mark(number, check, due))
    return marks


def run_tool(options, source):
    """(file, line, check) of each warning in or below a source."""
    config = {"CheckOptions": {"Confidence": options.confidence}}
    if options.models:
        config["CheckOptions"]["ModelFiles"] = str(options.models.resolve())
    command = [*shlex.split(options.tool), "-checks=-*," + ",".join(sorted(options.judged)),
               "--quiet", "--header-filter=.*", "-config=" + json.dumps(config), str(source),
               "--", "-std=c++20", f"-I{options.programs.parent.resolve()}"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        raise CannotJudge("no answer after 300 s") from None
    reports = set()
    for match in WARNING.finditer(run.stdout):
        names = match["names"].split(",")
        if "clang-diagnostic-error" in names:
            raise CannotJudge(match[0])
        reports.update((os.path.basename(match["file"]), int(match["line"]), name)
                       for name in names if name in options.judged)
    if run.returncode not in (0, 1):
        raise CannotJudge(run.stderr.strip()[-200:] or f"exit {run.returncode}")
    return sorted(reports)


def run_together(options, paths):
    """The same, of all programs in one unit: they share what they include."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder, "programs.cpp")
        unit.write_text("".join(f'#include "{path.resolve()}"\n' for path in paths))
        return run_tool(options, unit)


def compare(options, path, reports):
    marks = read_marks(path, options.confidence)
    reports = [(line, check) for file, line, check in reports if file == path.name]
    judged = [mark for mark in marks if mark.check in options.judged]
    due = [mark for mark in judged if mark.due]
    instead = {m.check for m in judged if not m.due and any(map(m.covers, reports))}
    missed = [m for m in due
              if not any(map(m.covers, reports)) and m.check not in instead]
    absent = {mark.line for mark in marks if mark.check not in options.known}
    surplus = [r for r in reports if not any(m.covers(r) for m in judged)
               and not any(abs(r[0] - line) <= 1 for line in absent)]
    return Result(path.stem, len(due), missed, surplus)


def read_known_missed(path, judged):
    """Program to the set of checks that miss in it."""
    known = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(":", 2)]
        if len(fields) != 3 or not all(fields):
            raise CannotJudge(f"{path.name}:{number}: write 'PROGRAM: CHECK: REASON'")
        if fields[1] in judged:
            known.setdefault(fields[0], set()).add(fields[1])
    return known


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
        for check in result.stale:
            print(f"{'':{width}}    {check} is found or not due: a stale entry of the known missed")
    due, missed = sum(r.due for r in results), sum(len(r.missed + r.known) for r in results)
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
    parser.add_argument("--models", type=pathlib.Path, help="a model file of the runtime")
    parser.add_argument("--known-missed", type=pathlib.Path, help="what need not be found")
    parser.add_argument("--alone", action="store_true", help="lint each program by itself")
    options = parser.parse_args()
    try:
        options.known = known_checks(shlex.split(options.tool))
        options.judged = (set(options.checks.split(",")) if options.checks
                          else options.known - ABOUT_DESIGN)
        if options.judged - options.known:
            raise CannotJudge("unknown to the tool: "
                              + ", ".join(sorted(options.judged - options.known)))
        paths = sorted(options.programs.glob("*.cpp"))
        if not paths:
            raise CannotJudge(f"no program in {options.programs}")
        known_missed = (read_known_missed(options.known_missed, options.judged)
                        if options.known_missed else {})
        unknown = known_missed.keys() - {path.stem for path in paths}
        if unknown:
            raise CannotJudge("no such program: " + ", ".join(sorted(unknown)))
        if not options.alone:
            reports = run_together(options, paths)
    except CannotJudge as trouble:
        print(f"agree: {trouble}", file=sys.stderr)
        return 2

    def judge(path):
        try:
            result = compare(options, path,
                             run_tool(options, path) if options.alone else reports)
        except CannotJudge as trouble:
            return Result(path.stem, 0, [], [], trouble=str(trouble))
        result.excuse(known_missed.get(path.stem, set()))
        return result

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(judge, paths))
    print_table(results, options.verbose)
    without = {c for p in paths for _, _, c in MARK.findall(p.read_text())} - options.known
    if without and not options.checks:
        print("not judged, since the tool does not have them: " + ", ".join(sorted(without)))
    verdicts = {result.verdict() for result in results}
    return 2 if "TROUBLE" in verdicts else 1 if "differs" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
