#!/usr/bin/env python3
"""rewrites.py --tool COMMAND --temp DIR [--include DIR]... [--every N] [--floor PERCENT] FILE_OR_DIR...

Applies what is offered for every hit in the files, and judges the result:

  * after --fix each file compiles, each hit with a fix-it is gone, and none is new;
  * so it is after --fix-notes, for hits with edits on a note.

Prints how many hits have a fix-it, a note fix, words (a note that says what to do), nothing.
Exits 1 if an applied edit is wrong, if a hit has nothing, or if less than PERCENT of the hits have edits.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys

ERROR = re.compile(r"^.*error: .*\[clang-diagnostic-error\]$", re.M)
# A note of the way that led to the hit; all others say what to do.
STEP = re.compile(
    r"^(?:suspended|meanwhile|it |its |'[^']*'(?: of '[^']*')? (?:is|was|has|calls|of|starts|relies|notifies|waits|sets|takes|"
    r"needs|gets|which|changes|may|counts)|the entry|an entry|and |so it|released|a (?!plain )|an |started|this |reached|several|another|"
    r"only |the next|coroutines of|filled|drained|what |which|who |while)")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", type=shlex.split, required=True)
    parser.add_argument("--temp", type=pathlib.Path, required=True)
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth file only")
    parser.add_argument("--floor", type=float, default=0, metavar="PERCENT", help="how many hits must have edits")
    parser.add_argument("--verbose", action="store_true", help="print what has no edits")
    parser.add_argument("inputs", type=pathlib.Path, nargs="+")
    return parser.parse_args()


class Hit:
    """One diagnostic of clang-tidy's --export-fixes."""

    def __init__(self, entry):
        head, _, notes = entry.partition("\n    Notes:")
        self.check = entry.split("\n", 1)[0].strip()
        self.text = re.search(r"Message: +(.*)", head)[1].strip("'").replace("''", "'")
        self.path = re.search(r"FilePath: +'(.*)'", head)[1]
        self.offset = int(re.search(r"FileOffset: +(\d+)", head)[1])
        self.edits = "ReplacementText:" in head
        self.note_edits = "ReplacementText:" in notes
        told = re.findall(r"- Message: +(.*)", notes)
        self.remedy = any(not STEP.match(text.strip("'").replace("''", "'")) for text in told)

    def kind(self):
        return ("fix-it" if self.edits else "note fix" if self.note_edits else "words" if self.remedy else "nothing")

    def line(self, text):
        return text.encode()[:self.offset].count(b"\n") + 1


class Run:
    """One run over one file."""

    def __init__(self, args, path, origin, mode=()):
        exported = pathlib.Path(f"{path}.yaml")
        exported.unlink(missing_ok=True)
        command = [*args.tool, "-checks=-*,async-*", "--quiet", *mode, f"--export-fixes={exported}", str(path), "--",
                   "-std=c++20", f"-I{origin.parent}", *(f"-I{d}" for d in args.include)]
        command.insert(len(args.tool), "-config={CheckOptions: {VerifyFixes: %s}}" % ("never" if mode == () else "always"))
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
        self.crashed = done.returncode not in (0, 1)
        self.errors = ERROR.findall(done.stdout)
        entries = exported.read_text().split("\n  - DiagnosticName: ")[1:] if exported.exists() else []
        # What is wrong with an annotation is no hazard.
        self.hits = [hit for hit in map(Hit, entries)
                     if hit.check.startswith("async-") and hit.path == str(path) and "unknown annotation" not in hit.text]

    def count(self):
        return collections.Counter(hit.check for hit in self.hits)


def judge(args, origin):
    """The hits of one file, and what is wrong with what is offered."""
    copy = args.temp.resolve() / str(origin.resolve()).lstrip("/").replace("/", "__")
    source = origin.read_text()
    copy.write_text(source)
    first = Run(args, copy, origin, ["--fix"])
    for hit in first.hits:
        hit.at = f"{origin}:{hit.line(source)}"
    if first.errors or first.crashed:
        # Of broken code only that it is left alone can be asked.
        return [], ["edits in code that does not compile"] if copy.read_text() != source else []
    wrong = []
    for mode, chosen in ("--fix", lambda h: h.edits), ("--fix-notes", lambda h: h.edits or h.note_edits):
        fixed = [hit for hit in first.hits if chosen(hit)]
        if mode == "--fix-notes":
            if not any(hit.note_edits for hit in first.hits):
                continue
            copy.write_text(source)
            Run(args, copy, origin, [mode])
        if not fixed:
            if copy.read_text() != source:
                wrong.append(f"{mode} edits without saying so")
            continue
        if copy.read_text() == source:
            wrong.append(f"{mode} changes nothing")
            continue
        second = Run(args, copy, origin)
        if second.errors or second.crashed:
            wrong.append(f"does not compile after {mode}: {second.errors[:1]}")
            continue
        allowed = first.count() - collections.Counter(hit.check for hit in fixed)
        for check, count in second.count().items():
            if count > allowed[check]:
                left = "; ".join(hit.text for hit in second.hits if hit.check == check)
                wrong.append(f"{check} is reported {count} times after {mode}, not {allowed[check]}: {left}")
    return first.hits, wrong


def main():
    args = arguments()
    args.temp.mkdir(parents=True, exist_ok=True)
    files = sorted(f for p in args.inputs for f in (p.rglob("*.cpp") if p.is_dir() else [p]) if "Inputs" not in f.parts)
    files = files[::args.every]
    if not files:
        sys.exit("rewrites.py: no input")
    kinds = ["fix-it", "note fix", "words", "nothing"]
    table = collections.defaultdict(collections.Counter)
    failed = False
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for path, (hits, wrong) in zip(files, pool.map(lambda f: judge(args, f), files)):
            for text in wrong:
                failed = True
                print(f"WRONG {path}: {text}")
            for hit in hits:
                table[hit.check][hit.kind()] += 1
                if hit.kind() == "nothing" or (args.verbose and hit.kind() == "words"):
                    print(f"{hit.kind().upper()} {hit.at}: {hit.text} [{hit.check}]")
    total = sum(table.values(), collections.Counter())
    width = max(map(len, table), default=5)
    print(f"| {'check':{width}} | hits | " + " | ".join(kinds) + " |")
    print("|" + "---|" * (len(kinds) + 2))
    for name, row in [*sorted(table.items()), ("all", total)]:
        print(f"| {name:{width}} | {row.total()} | " + " | ".join(str(row[kind]) for kind in kinds) + " |")
    if not total:
        sys.exit("rewrites.py: no hit at all")
    edited = 100 * (total["fix-it"] + total["note fix"]) / total.total()
    print(f"{len(files)} files, {edited:.0f} % of the hits have edits")
    if total["nothing"] or edited < args.floor:
        failed = True
        print(f"FAILED: a hit has nothing, or less than {args.floor:g} % have edits")
    sys.exit(failed)


if __name__ == "__main__":
    main()
