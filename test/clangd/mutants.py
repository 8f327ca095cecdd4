#!/usr/bin/env python3
"""mutants.py CLANGD WORKDIR COUNT FOLDER...: types broken code into a running async-clangd.

Cuts COUNT variants out of the *.cpp below the FOLDERs: half truncated at a random byte,
half with one to four tokens deleted, the same ones in every run. Each becomes a version of
an open document, as if typed; the server must answer each within the timeout. A variant
that ends the server or silences it is kept in WORKDIR and named."""

import pathlib
import random
import re
import sys

import lsp

SEED = 20
TIMEOUT = 30
TOKEN = re.compile(r"//[^\n]*|\w+|\"(?:[^\"\\\n]|\\.)*\"|::|->|&&|\|\||[^\s\w]")
COROUTINE = re.compile(r"\bco_(await|yield|return)\b")
SHARED = pathlib.Path(__file__).resolve().parent.parent / "Inputs"


def truncated(text, rng):
    """Cut where the coroutines are: before the first there is only what they need."""
    first = COROUTINE.search(text)
    return text[:rng.randrange(first.start() if first else 0, len(text))]


def thinned(text, rng):
    """One to four tokens less: no comment, and no #include, whose loss is another story."""
    directives = [m.span() for m in re.finditer(r"^[ \t]*#.*", text, re.M)]
    tokens = [m for m in TOKEN.finditer(text) if not m.group().startswith("//")
              and not any(begin <= m.start() < end for begin, end in directives)]
    for token in sorted(rng.sample(tokens, min(len(tokens), rng.randint(1, 4))), key=lambda m: -m.start()):
        text = text[:token.start()] + text[token.end():]
    return text


def swapped(text, rng):
    """Up to three tokens take the place of others of the file."""
    tokens = [m for m in TOKEN.finditer(text) if not m.group().startswith("//")]
    for token in sorted(rng.sample(tokens, min(len(tokens), rng.randint(1, 3))), key=lambda m: -m.start()):
        text = text[:token.start()] + rng.choice(tokens).group() + text[token.end():]
    return text


def repeated(text, rng):
    """Some lines stand again elsewhere in the file: code that often still compiles."""
    lines = text.splitlines(keepends=True)
    begin = rng.randrange(len(lines))
    part = lines[begin:begin + rng.randint(1, 6)]
    place = rng.randrange(len(lines))
    return "".join(lines[:place] + part + lines[place:])


def variants(inputs, count, seed=SEED, changes=(truncated, thinned)):
    """A name, the file and its broken text, taking the inputs in turn."""
    rng = random.Random(seed)
    for number in range(count):
        path = inputs[number // len(changes) % len(inputs)]
        change = changes[number % len(changes)]
        yield f"{number:03}-{change.__name__}-{path.name}", path, change(path.read_text(), rng)


def coroutines(folders):
    """The *.cpp below the folders that have a coroutine."""
    return sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*.cpp")
                  if COROUTINE.search(path.read_text()))


class Typist:
    """Keeps one document open an input, so that its preamble is built once.

    The documents are said to lie in `folder`, where no compile database is: the flags
    are ours."""

    def __init__(self, command, flags, folder, errors):
        self.folder = folder.resolve()
        self.server = lsp.Server(command, errors)
        self.server.initialize(fallbackFlags=flags)
        self.versions = {}

    def type(self, path, text):
        """Sends `text` as the next version of `path`, and returns the server's findings."""
        uri = (self.folder / str(path.resolve()).lstrip("/")).as_uri()
        version = self.versions[uri] = self.versions.get(uri, 0) + 1
        if version == 1:
            self.server.notify("textDocument/didOpen", {"textDocument": {
                "uri": uri, "languageId": "cpp", "version": version, "text": text}})
        else:
            self.server.notify("textDocument/didChange", {
                "textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}],
                "wantDiagnostics": True})
        return self.server.diagnostics(uri, version, TIMEOUT)


def main():
    clangd, workdir, count, *folders = sys.argv[1:]
    workdir = pathlib.Path(workdir)
    workdir.mkdir(parents=True, exist_ok=True)
    inputs = coroutines(folders)
    if not inputs:
        print(f"no coroutine in any *.cpp below {', '.join(folders)}", file=sys.stderr)
        return 1
    random.Random(SEED).shuffle(inputs)
    inputs = inputs[:24]  # Each has a preamble to build; the variants come from all kinds.

    command = [clangd, "--log=error", "--background-index=false"]
    flags = ["-std=c++20", "-xc++", f"-I{SHARED}", *sorted({f"-I{path.resolve().parent}" for path in inputs})]
    failures, errors = 0, open(workdir / "stderr.txt", "wb+")
    start = lambda: Typist(command, flags, workdir, errors)
    typist, done = start(), 0
    for name, path, text in variants(inputs, int(count)):
        try:
            typist.type(path, text)
            done += 1
        except lsp.Lost as lost:
            (workdir / name).write_text(text)
            print(f"{workdir / name}: {lost}", file=sys.stderr)
            failures += 1
            typist.server.kill()
            typist = start()
    try:
        code = typist.server.stop()
    except lsp.Lost as lost:
        code = lost
    print(f"{done} of {count} variants of {len(inputs)} files answered; exit {code}")
    if failures or code:
        errors.seek(0)
        sys.stderr.write(errors.read().decode(errors="replace")[-4000:])
    return 1 if failures or code else 0


if __name__ == "__main__":
    sys.exit(main())
