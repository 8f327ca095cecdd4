#!/usr/bin/env python3
"""What the analyses cost. Run by hand: other work on the machine shows in the figures.

    benchmark.py growth --tidy build/bin/async-tidy --include test/Inputs [--sizes 100,1000,10000]
    benchmark.py compare --tidy build/bin/async-tidy --stock clang-tidy-22 -p DIR [--match REGEX]

growth: analysis time of one coroutine of so many statements, one in ten a suspension; each step may
take at most 12 times as long as the one before it. compare: all our checks and the four coroutine
checks of stock clang-tidy, on the sources of DIR/compile_commands.json: analysis as a share of the
parse time, what it adds to the memory at the end of parsing, and both programs' time and memory, ours
by theirs. Times are of CPU, the least of --repeat runs; docs/benchmarks.md has the figures. Exit code
1: a limit is exceeded.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import generate

STOCK_CHECKS = ("-*,misc-coroutine-hostile-raii,cppcoreguidelines-no-suspend-with-lock,"
                "cppcoreguidelines-avoid-capturing-lambda-coroutines,"
                "cppcoreguidelines-avoid-reference-coroutine-parameters")
GROWTH_LIMIT, TIME_LIMIT, MEMORY_LIMIT = 12, 3.0, 10.0


def run(command, cwd=None):
    """The output, the CPU seconds and the peak kilobytes of a command."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return out.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def figure(stats, label):
    """A figure of the first source of --stats: a count, or milliseconds of CPU."""
    found = re.search(rf"^ +{label}: +(\d+)$", stats, re.M) or \
        re.search(rf"^ +{label}: .*?([\d.]+) ms of CPU", stats, re.M)
    if not found:
        sys.exit(f"no '{label}' in the output of --stats:\n{stats}")
    return float(found[1])


def growth(options):
    good = True
    for shape in options.shapes.split(","):
        before = None
        for size in map(int, options.sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                source = pathlib.Path(folder, "run.cpp")
                source.write_text(generate.unit(size, shape))
                command = [options.tidy, "--stats", str(source), "--", "-std=c++20",
                           "-I" + options.include]
                runs = [run(command)[0] for _ in range(options.repeat)]
            stats = runs[0]
            if figure(stats, "skipped, too large"):
                print(f"{shape:8}{size:7} statements: skipped, too large")
                good = False
                continue
            time = min(figure(each, "analysis") for each in runs)
            step = f", {time / before:.1f} times the step before" if before else ""
            print(f"{shape:8}{size:7} statements: {figure(stats, 'suspension points'):.0f} suspensions, "
                  f"{figure(stats, 'facts'):.0f} facts, {figure(stats, 'hazards'):.0f} hazards, "
                  f"analysis {time:.1f} ms{step}", flush=True)
            good &= not before or time <= GROWTH_LIMIT * before
            before = time
    return good


def compare(options):
    commands = json.loads(pathlib.Path(options.p, "compile_commands.json").read_text())
    sources = sorted({str(pathlib.Path(each["directory"], each["file"])) for each in commands})
    sources = [each for each in sources if re.search(options.match, each)]
    shares, times, memories, added = [], [], [], []
    print(f"{'source':40}{'parse':>9}{'analysis':>10}{'share':>8}{'adds':>8}{'time':>8}{'memory':>8}")
    for source in sources:
        ours = [options.tidy, "-checks=-*,async-*", "-p", options.p, source]
        stock = [options.stock, "-checks=" + STOCK_CHECKS, "-p", options.p, source]
        stats = [run([options.tidy, "--stats", "-p", options.p, source])[0]
                 for _ in range(options.repeat)]
        if not all("analysis:" in each for each in stats):
            print(f"{pathlib.Path(source).name:40} not parsed")
            continue
        parse, analysis = (min(figure(each, label) for each in stats)
                           for label in ("parse", "analysis"))
        # In turns, so that neighbours disturb both.
        pairs = [(run(ours), run(stock)) for _ in range(options.repeat)]
        time = min(a[1] for a, _ in pairs) / min(b[1] for _, b in pairs)
        memory = min(a[2] for a, _ in pairs) / min(b[2] for _, b in pairs)
        share = 100 * analysis / parse
        peak, parsed = map(int, re.search(r"peak memory: +(\d+) kB, (\d+) kB", stats[0]).groups())
        added.append(100 * (peak / parsed - 1))
        print(f"{pathlib.Path(source).name:40}{parse:6.0f} ms{analysis:7.1f} ms{share:6.2f} %"
              f"{added[-1]:6.2f} %{time:7.2f}x{memory:7.2f}x", flush=True)
        shares.append(share)
        times.append(time)
        memories.append(100 * (memory - 1))
    if not shares:
        sys.exit("no source could be parsed")
    print(f"{len(shares)} sources: analysis is {statistics.median(shares):.2f} % of parsing "
          f"(at most {max(shares):.2f} %) and adds {statistics.median(added):.2f} % of memory "
          f"(at most {max(added):.2f} %); against stock clang-tidy "
          f"{statistics.median(times):.2f} times the CPU time, "
          f"{statistics.median(memories):+.1f} % memory (at most {max(memories):+.1f} %)")
    return max(shares) <= TIME_LIMIT and max(memories) <= MEMORY_LIMIT


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    modes = parser.add_subparsers(required=True)
    mode = modes.add_parser("growth")
    mode.add_argument("--include", required=True)
    mode.add_argument("--sizes", default="100,1000,10000")
    mode.add_argument("--shapes", default=",".join(generate.SHAPES))
    mode.set_defaults(run=growth)
    other = modes.add_parser("compare")
    other.add_argument("--stock", default="clang-tidy-22")
    other.add_argument("-p", required=True)
    other.add_argument("--match", default="")
    other.set_defaults(run=compare)
    for each in (mode, other):
        each.add_argument("--tidy", required=True)
        each.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    return 0 if options.run(options) else 1


if __name__ == "__main__":
    sys.exit(main())
