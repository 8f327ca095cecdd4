#!/usr/bin/env python3
"""check_async.py INPUT CHECKS TEMP [-- clang-tidy arguments [-- compiler arguments]]

Runs CHECKS on INPUT under stock clang-tidy with the plugin and under async-tidy, and
compares what each says with the comments in INPUT:

  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: ...   notes may stay unmentioned
  // CHECK-NOTES: :[[@LINE-2]]:7: note: ...         every note must be mentioned
  // CHECK-FIXES: std::lock_guard g(m);             the line after --fix, whole but for its indentation

A warning or an error that no line expects fails. Fixed code must compile. The arguments
are those of LLVM's check_clang_tidy.py, and -expect-clean, -fix-clean:

  -std=c++20,c++23 or c++20-or-later   one run each; c++20 by default
  -check-suffixes=A,B   the comments are CHECK-MESSAGES-A and so on; an empty name: no suffix
  -match-partial-fixes  CHECK-FIXES need not be a whole line
  -expect-clean         INPUT has no CHECK comments, and nothing may be reported
  -fix-clean            a second run on the fixed file reports nothing
"""

import argparse
import pathlib
import re
import subprocess
import sys

STANDARDS = ["c++20", "c++23", "c++26"]
TIMEOUT = 120


class Failure(Exception):
    pass


def run(command):
    """The exit code and the two streams of a command, joined."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, timeout=TIMEOUT, text=True, errors="replace")
    except subprocess.TimeoutExpired:
        raise Failure(f"no end after {TIMEOUT} s: {' '.join(command)}")
    return done.returncode, done.stdout


def arguments():
    own, _, rest = partition(sys.argv[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=pathlib.Path)
    parser.add_argument("checks")
    parser.add_argument("temp")
    parser.add_argument("-std", "--std", default="c++20")
    parser.add_argument("-check-suffixes", "--check-suffixes", "-check-suffix", "--check-suffix", default="")
    parser.add_argument("-match-partial-fixes", "--match-partial-fixes", action="store_true")
    parser.add_argument("-expect-clean", "--expect-clean", action="store_true")
    parser.add_argument("-fix-clean", "--fix-clean", action="store_true")
    parser.add_argument("--tools", required=True, help="directory of FileCheck and clang++")
    parser.add_argument("--driver", help="async-tidy")
    parser.add_argument("--clang-tidy", help="stock clang-tidy")
    parser.add_argument("--plugin", help="the plugin for it")
    parser.add_argument("--include", help="directory of shared headers")
    args = parser.parse_args(own)
    args.tidy_args, _, args.compiler_args = partition(rest)
    return args


def partition(words):
    return (words, [], []) if "--" not in words else (
        words[:words.index("--")], ["--"], words[words.index("--") + 1:])


def hosts(args):
    """Name and command of each program that must give the same answer."""
    found = []
    if args.clang_tidy:
        found.append(("plugin", [args.clang_tidy, "-load", args.plugin]))
    if args.driver:
        found.append(("driver", [args.driver]))
    return found


def require_registered(command, checks):
    """An unknown name is an empty glob to clang-tidy: it would check nothing, and pass."""
    _, listed = run(command + [f"--checks=-*,{checks}", "--config={}", "--list-checks"])
    for check in checks.split(","):
        if "*" not in check and check not in listed.split():
            raise Failure(f"check '{check}' is not registered in: {' '.join(command)}\n{listed}")


class Test:
    """One host, one language standard."""

    def __init__(self, args, host, command, standard):
        self.args, self.command = args, command
        self.text = args.input.read_text()
        self.source = pathlib.Path(f"{args.temp}.{host}.{standard}{args.input.suffix}")
        # The copy lies elsewhere: what stood beside INPUT is found by -I.
        self.flags = [f"-std={standard}", f"-I{args.input.parent}"]
        self.flags += [f"-I{args.include}"] if args.include else []
        self.flags += args.compiler_args
        self.prefixes = {kind: self.used(kind) for kind in ("CHECK-MESSAGES", "CHECK-NOTES", "CHECK-FIXES")}

    def used(self, kind):
        """The prefixes of this kind that INPUT has comments for."""
        names = [kind + (f"-{suffix}" if suffix else "") for suffix in self.args.check_suffixes.split(",")]
        return [name for name in names if re.search(rf"{name}(-NEXT|-SAME|-DAG|-NOT|-COUNT-\d+|-EMPTY|-LABEL)?:", self.text)]

    def tidy(self, extra):
        options = list(self.args.tidy_args)
        if not any(re.match(r"--?config(-file)?(=|$)", option) for option in options):
            options.append("--config={}")
        command = self.command + [str(self.source), *extra, f"--checks=-*,{self.args.checks}", *options,
                                  "--", *self.flags]
        code, output = run(command)
        # 1 with an error shown is clang-tidy's word for "does not compile".
        if code not in (0, 1) or (code == 1 and "error:" not in output):
            raise Failure(f"exit code {code}: {' '.join(command)}\n{output}")
        return output

    def filecheck(self, path, prefixes, *options):
        command = [f"{self.args.tools}/FileCheck", f"-input-file={path}", str(self.args.input), "-allow-empty",
                   "-check-prefixes=" + ",".join(prefixes), *options]
        code, output = run(command)
        if code:
            raise Failure(f"{' '.join(command)}\n{output}\n--- {path}:\n{path.read_text()}")

    def verify(self):
        expects = [prefix for found in self.prefixes.values() for prefix in found]
        if self.args.expect_clean and expects:
            raise Failure(f"{self.args.input}: -expect-clean, but it has comments with {', '.join(expects)}")
        if not self.args.expect_clean and not expects:
            raise Failure(f"{self.args.input}: no CHECK-MESSAGES, CHECK-NOTES or CHECK-FIXES for suffixes "
                          f"'{self.args.check_suffixes}'; if it must be silent, say -expect-clean")
        if self.prefixes["CHECK-MESSAGES"] and self.prefixes["CHECK-NOTES"]:
            raise Failure(f"{self.args.input}: CHECK-MESSAGES and CHECK-NOTES in one run; use one of them")

        # Without their text the comments can neither match themselves nor be fixed.
        self.source.parent.mkdir(parents=True, exist_ok=True)
        self.source.write_text(re.sub(r"// *CHECK-[A-Z0-9\-]*:[^\r\n]*", "//", self.text))
        output = self.tidy(["--fix"])
        messages = self.source.with_name(self.source.name + ".msg")
        # clang-tidy says of each edit that it was applied, which is no note of ours.
        messages.write_text(re.sub(r"^.*: note: FIX-IT applied suggested code changes\n", "", output, flags=re.M))

        if self.args.expect_clean:
            self.require_silence(output, "reported in a file that must be clean")
            return
        if self.prefixes["CHECK-MESSAGES"]:
            self.filecheck(messages, self.prefixes["CHECK-MESSAGES"], "-strict-whitespace",
                           "-implicit-check-not={{warning|error}}:")
        elif self.prefixes["CHECK-NOTES"]:
            self.filecheck(messages, self.prefixes["CHECK-NOTES"], "-strict-whitespace",
                           "-implicit-check-not={{note|warning|error}}:")
        if self.prefixes["CHECK-FIXES"]:
            self.filecheck(self.source, self.prefixes["CHECK-FIXES"],
                           "-strict-whitespace" if self.args.match_partial_fixes else "--match-full-lines")
            self.require_compiles()
        if self.args.fix_clean:
            self.require_silence(self.tidy([]), "still reported after --fix")

    def require_silence(self, output, what):
        if re.search(r": (warning|error): ", output):
            raise Failure(f"{what}:\n{output}")

    def require_compiles(self):
        command = [f"{self.args.tools}/clang++", "-fsyntax-only", *self.flags, str(self.source)]
        code, output = run(command)
        if code:
            raise Failure(f"the fixed code does not compile: {' '.join(command)}\n{output}")


def standards(text):
    if text.endswith("-or-later"):
        return STANDARDS[STANDARDS.index(text[:-len("-or-later")]):]
    return text.split(",")


def main():
    args = arguments()
    try:
        for host, command in hosts(args):
            require_registered(command, args.checks)
            for standard in standards(args.std):
                Test(args, host, command, standard).verify()
    except Failure as failure:
        print(f"check_async.py: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
