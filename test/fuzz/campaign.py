#!/usr/bin/env python3
"""campaign.py HOST WORKDIR SECONDS FOLDER... -- COMMAND...: mutants of sources until the time is over.

HOST clangd   types them into a running async-clangd
     command  runs COMMAND on each, with the file's name at its end: a clang-tidy with the
              plugin, or a compiler with its plugin

A host that dies, exits with another code than 0 or 1, or gives no answer in time is a finding: its
input is kept in WORKDIR. test/clangd/robust.test is the short form of this that every run
of the tests has."""

import argparse
import pathlib
import random
import resource
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "clangd"))
import lsp
import mutants

CPU_SECONDS, MEMORY = 30, 4 << 30
mutants.TIMEOUT = 600  # The machine may be busy: what counts is the limit above.
CHANGES = (mutants.truncated, mutants.thinned, mutants.swapped, mutants.repeated)


class Clangd:
    def __init__(self, command, flags, workdir):
        self.command, self.flags, self.workdir = command, flags, workdir
        self.errors = open(workdir / "stderr.txt", "ab+")
        self.typist, self.open = None, set()

    def run(self, name, path, text):
        # Each open document keeps a preamble: begin again after some.
        if not self.typist or len(self.open | {path}) > 24:
            self.stop()
            self.typist, self.open = mutants.Typist(self.command, self.flags, self.workdir, self.errors), set()
        self.open.add(path)
        try:
            self.typist.type(path, text)
            return None
        except lsp.Lost as lost:
            self.typist.server.kill()
            self.typist = None
            return str(lost)

    def stop(self):
        if self.typist:
            self.typist.server.stop()


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Command:
    def __init__(self, command, flags, workdir):
        before, _, after = " ".join(command).partition(" -- ")
        self.command = before.split()
        self.flags = (["--"] if after or "clang-tidy" in before or "async-tidy" in before else []) + flags + after.split()
        self.source = workdir / "mutant.cpp"

    def run(self, name, path, text):
        self.source.write_text(text)
        try:
            done = subprocess.run([*self.command, str(self.source), *self.flags], capture_output=True, text=True,
                                  errors="replace", timeout=mutants.TIMEOUT, preexec_fn=limit)
        except subprocess.TimeoutExpired:
            return f"no answer in {mutants.TIMEOUT} s"
        if done.returncode not in (0, 1):
            return f"exit {done.returncode}: {done.stderr[-1500:]}"
        return None

    def stop(self):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", choices=["clangd", "command"])
    parser.add_argument("workdir", type=pathlib.Path)
    parser.add_argument("seconds", type=float)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    own, command = sys.argv[1:], []
    if "--" in own:
        own, command = own[:own.index("--")], own[own.index("--") + 1:]
    args = parser.parse_args(own)
    args.workdir.mkdir(parents=True, exist_ok=True)

    inputs = mutants.coroutines(args.folders)
    random.Random(args.seed).shuffle(inputs)
    flags = ["-std=c++20", f"-I{mutants.SHARED}", *sorted({f"-I{path.resolve().parent}" for path in inputs})]
    if args.host == "clangd":
        host = Clangd([*command, "--log=error", "--background-index=false"], [*flags, "-xc++"], args.workdir)
    else:
        host = Command(command, flags, args.workdir)
    end, done, findings = time.monotonic() + args.seconds, 0, 0
    for name, path, text in mutants.variants(inputs, 10**9, args.seed, CHANGES):
        if time.monotonic() > end:
            break
        done += 1
        if trouble := host.run(name, path, text):
            findings += 1
            (args.workdir / name).write_text(text)
            print(f"{args.workdir / name}: {trouble}", flush=True)
    host.stop()
    print(f"seed {args.seed}: {done} mutants of {len(inputs)} files in {args.seconds:.0f} s, {findings} findings")
    return findings != 0


if __name__ == "__main__":
    sys.exit(main())
