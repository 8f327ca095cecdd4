#!/usr/bin/env python3
"""agree.py DRIVER CLANGXX PLUGIN FILE...: async-tidy and the compiler plugin say the same of
each FILE, in the same order, at every level of confidence."""

import re
import subprocess
import sys

SAID = re.compile(r"^([^\s:]+):(\d+):(\d+): (warning|error|note): (.*)$", re.M)


def said(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    # Clang tells how a file came in, and the macros that a place expands from; so does
    # clang-tidy, not always at the same place.
    return [m.groups() for m in SAID.finditer(done.stdout + done.stderr)
            if not m.group(5).startswith("expanded from")]


def main():
    driver, clangxx, plugin, *files = sys.argv[1:]
    config = "{Checks: '-*,async-*', CheckOptions: {Confidence: possible}}"
    total = failed = 0
    for file in files:
        flags = ["-std=c++20", f"-I{file.rsplit('/', 3)[0]}/Inputs"]
        tidy = said([driver, file, f"--config={config}", "--header-filter=.*", "--", *flags])
        compiler = said([clangxx, "-fsyntax-only", "-fno-color-diagnostics", "-Wno-everything", f"-fplugin={plugin}",
                         f"-fplugin-arg-async-config={config}", *flags, file])
        tidy = [one for one in tidy if "clang-diagnostic" not in one[4]]
        total += len(compiler)
        if tidy != compiler:
            failed += 1
            print(f"{file}: async-tidy said {len(tidy)} lines, the compiler {len(compiler)}")
            for one in sorted(set(tidy) ^ set(compiler), key=lambda one: (int(one[1]), one)):
                print(f"  only {'async-tidy' if one in tidy else 'the compiler'}: {':'.join(one)}")
    print(f"{len(files)} files, {total} lines, {failed} files differ")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
