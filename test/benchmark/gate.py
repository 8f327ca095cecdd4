#!/usr/bin/env python3
"""What async-gate costs, beside clang-tidy's run-clang-tidy and clang's own parse. Run by hand.

    gate.py -p DIR [--bin build/bin] [--llvm /usr/lib/llvm-22/bin] [-j 2] [--units N] [--repeat N]

On the database DIR/compile_commands.json, of which --units takes as many, evenly spread:

units: of each unit with coroutines, clang -fsyntax-only, clang-tidy with its four coroutine checks,
and the gate's worker, in turn: CPU seconds and peak memory, the least of --repeat runs.
runs: run-clang-tidy with the same four checks, and async-gate with an empty cache and with a full
one; CPU seconds and seconds of the clock. On a busy machine only those of CPU mean something.

A unit with an error is left out of both. docs/benchmarks.md has the figures, and the goals.
"""

import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

from benchmark import STOCK_CHECKS, run


def arguments(entry):
    """The command of an entry without the compiler, what it makes, and the source."""
    words, kept, skip = entry["arguments"][1:], [], False
    for word in words:
        if skip or word in ("-c", entry["file"]):
            skip = False
        elif word == "-o":
            skip = True
        else:
            kept.append(word)
    return kept


def compiles(entry, options):
    code = f"{options.llvm}/clang++ -fsyntax-only -w".split() + arguments(entry) + [entry["file"]]
    text, _, _ = run(["sh", "-c", '"$@" && echo fine', "sh", *code], cwd=entry["directory"])
    return "fine" in text


def best(command, entry, options):
    """The least CPU seconds, and the peak kilobytes."""
    results = [run(command, cwd=entry["directory"])[1:] for _ in range(options.repeat)]
    return min(r[0] for r in results), max(r[1] for r in results)


def units(entries, options):
    rows = []
    for entry in entries:
        flags, source = arguments(entry), entry["file"]
        parse = best([f"{options.llvm}/clang++", "-fsyntax-only", "-w", *flags, source], entry, options)
        stock = best([f"{options.llvm}/clang-tidy", "--quiet", f"--checks={STOCK_CHECKS}", source,
                      "--", *flags], entry, options)
        ours = best([f"{options.bin}/async-tidy", "--unit", entry["directory"], source, "--",
                     *entry["arguments"]], entry, options)
        rows.append((ours[0] / parse[0], ours[0] / stock[0], ours[1] / stock[1]))
        print(f"  {source}: parse {parse[0]:.2f} s {parse[1] // 1024} MB, stock {stock[0]:.2f} s "
              f"{stock[1] // 1024} MB, worker {ours[0]:.2f} s {ours[1] // 1024} MB", flush=True)
    for name, column in zip(("time by -fsyntax-only", "time by clang-tidy", "memory by clang-tidy"), zip(*rows)):
        print(f"units: {name}: median {statistics.median(column):.2f}, "
              f"{min(column):.2f} to {max(column):.2f}, of {len(rows)}")


def timed(command, cwd):
    start = time.monotonic()
    text, cpu, _ = run(command, cwd=cwd)
    return cpu, time.monotonic() - start, text


def runs(entries, options):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "compile_commands.json").write_text(json.dumps(entries))
        gate = [f"{options.bin}/async-gate", "-p", folder, "-j", f"{options.jobs}", "--quiet", "--cache-dir"]
        stock, cold, warm = [], [], []
        for i in range(options.repeat):
            stock.append(timed([f"{options.llvm}/run-clang-tidy", "-p", folder, f"-j{options.jobs}", "-quiet",
                                "-clang-tidy-binary", f"{options.llvm}/clang-tidy",
                                f"-checks={STOCK_CHECKS}"], folder))
            cold.append(timed([*gate, f"{folder}/cache{i}"], folder))
            warm.append(timed([*gate, f"{folder}/cache{i}"], folder))
        stock, cold, warm = min(stock), min(cold), min(warm)
        print(cold[2].splitlines()[-1], warm[2].splitlines()[-1], sep="\n")
        for name, (cpu, wall, _) in (("run-clang-tidy", stock), ("cold", cold), ("warm", warm)):
            print(f"runs: {name}: {cpu:.2f} s of CPU, {wall:.2f} s")
        print(f"runs: cold by run-clang-tidy: {cold[0] / stock[0]:.2f} of CPU, {cold[1] / stock[1]:.2f} of the clock; "
              f"warm is {cold[0] / warm[0]:.0f} times as fast, {cold[1] / warm[1]:.0f} by the clock")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", nargs="?", choices=["units", "runs", "both"], default="both")
    parser.add_argument("-p", dest="database", required=True)
    parser.add_argument("--bin", default="build/bin", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--llvm", default="/usr/lib/llvm-22/bin")
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    parser.add_argument("--units", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    entries = json.loads(pathlib.Path(options.database, "compile_commands.json").read_text())
    if any("arguments" not in entry for entry in entries):
        sys.exit("the commands have to be lists ('arguments')")
    if options.units:
        entries = entries[::max(1, len(entries) // options.units)][:options.units]
    entries = [entry for entry in entries if compiles(entry, options)]
    if not entries:
        sys.exit("no unit compiles")
    if options.what != "runs":
        units(entries, options)
    if options.what != "units":
        runs(entries, options)


main()
