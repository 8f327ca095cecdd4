#!/usr/bin/env python3
"""Are the models right about what becomes invalid?

    invalidation.py check MODELS RESULTS   RESULTS: what holders.cpp printed
    invalidation.py table DATA [--write]   docs/invalidation.md from the models in lib/Models/data

`check` compares each row of the standard library's models with what happened when it was run, both ways: what the
model calls invalidated was, what it calls stable was. `table` prints the page, or compares it with the one in docs;
`--write` replaces it. Exit 1 if anything differs.
"""
import argparse
import pathlib
import re
import sys

# The library of the test machine has no such container or function.
NOT_THERE = {"append_range", "prepend_range", "insert_range", "assign_range", "push_range", "resize_and_overwrite"}
NO_TYPE = {"std::expected", "std::flat_map", "std::flat_multimap", "std::flat_set", "std::flat_multiset",
           "boost::unordered_node_map", "boost::unordered_node_set",
           # Their documentation takes back what their memory would allow.
           "boost::beast::basic_flat_buffer", "boost::beast::flat_static_buffer", "boost::beast::static_buffer",
           "boost::beast::basic_multi_buffer",
           # As set, with more to set up.
           "boost::intrusive::rbtree", "boost::intrusive::unordered_set"}
# Other names of what is tried.
ALIASES = "boost::unordered::"

# What the standard lets an implementation invalidate, and libstdc++ leaves alone. (type or *, operation, holder)
MAY = {
    # The elements are there still.
    ("std::deque", "shrink_to_fit", "reference"),
    *(("boost::circular_buffer_space_optimized", f"{how}_{end}", "reference") for how in ("push", "pop")
      for end in ("back", "front")),
    ("boost::container::deque", "shrink_to_fit", "reference"), ("boost::container::deque", "shrink_to_fit", "iterator"),
    ("*", "operator=", "end"), ("*", "merge", "end"), ("*", "clear", "end"), ("*", "resize", "end"),
}
HASHED_END = "std::unordered_"
# Has no debug mode that would notice.
UNCHECKED_END = "boost::"
WORDS = {"iterator": {"everything", "iterators"}, "reference": {"everything", "references"},
         "erased-iterator": {"everything", "iterators", "erased"},
         "erased-reference": {"everything", "references", "erased"},
         "end": {"everything", "end"}, "view": {"everything", "views"}}


def split(text):
    return [word.strip() for word in text.strip().strip("[]{}").split(",") if word.strip()]


def read_models(path):
    """[(names, {operation: words}, source)] of the entries that say what they invalidate."""
    entries = []
    for chunk in re.split(r"\n  - (?=type:|function:)", path.read_text())[1:]:
        names = re.match(r"type: (\[[^\]]*\]|\S+)", chunk)
        source = re.search(r'source: "?([^\n]*?)"?$', chunk, re.M)
        rows = {}
        inline = re.search(r"^    invalidates: \{(.*)\}$", chunk, re.M)
        block = re.search(r"^    invalidates:\n((?:      \S.*\n)+)", chunk, re.M)
        if inline:
            for operation, words in re.findall(r"([^\s,{]+): (\[[^\]]*\]|\w+)", inline[1]):
                rows[operation] = split(words)
        elif block:
            for line in block[1].splitlines():
                operation, words = line.strip().rsplit(": ", 1)
                rows[operation] = split(words)
        if names and rows:
            entries.append((split(names[1]), rows, source[1]))
    return entries


def check(options):
    rows = {name: row for names, row, _ in read_models(options.models) for name in names
            if name not in NO_TYPE and not name.startswith(ALIASES)}
    problems, tried, agreed = [], set(), 0
    for line in options.results.read_text().splitlines():
        kind, operation, holder, outcome = line.split()
        tried.add((kind, operation))
        words = set(rows.get(kind, {}).get(operation, []))
        expected = "invalid" if words & WORDS[holder] else "valid"
        if expected == outcome:
            agreed += 1
        elif expected == "valid" or not {(kind, operation, holder), ("*", operation, holder)} & MAY \
                and not (holder == "end" and kind.startswith((HASHED_END, UNCHECKED_END))):
            problems.append(f"{kind} {operation}: the model says that the {holder} stays {expected}, it was {outcome}")
    for kind, row in rows.items():
        problems += [f"{kind} {operation}: not tried" for operation in row
                     if operation not in NOT_THERE and (kind, operation) not in tried]
    print("\n".join(problems))
    print(f"{agreed} of {agreed + len(problems)} agree")
    return 1 if problems or not agreed else 0


HEADER = """# What invalidates what

<!-- Written by test/interleave/invalidation/invalidation.py; the data is in lib/Models/data. -->

[async-invalidated-reference](checks/invalidated-reference.md) reports a holder only if somebody performs an operation
that invalidates that kind of holder in that container. These are the rules. An operation that is not named invalidates
nothing; a type that is not here is known only by what its visible functions do to its members, and otherwise reported at
`possible`. Rows of the standard library and of Boost's containers were run, each in a process of its own under AddressSanitizer and libstdc++'s
debug mode, to see that what is called invalidated is and what is called stable is
(`test/interleave/invalidation/`); those of other libraries are what the cited places say.

| word | holders |
|---|---|
| everything | iterators, the end, references and pointers to elements, views of the whole |
| iterators, end, references, views | one of these |
| erased | iterators and references to the elements that are taken away |
| elsewhere | all stay valid, but refer to what another object has now |

Moving from a container or owner counts as `elsewhere` for all. Growing counts where it can move the elements, though
it does not each time.
"""


def table(options):
    lines = [HEADER]
    for path in sorted(options.data.glob("*.yaml")):
        entries = read_models(path)
        if not entries:
            continue
        library = re.search(r"^library: (\S+)", path.read_text(), re.M)[1]
        lines.append(f"## {library}\n\n| type | operation | invalidates | source |\n|---|---|---|---|")
        for names, rows, source in entries:
            by_effect = {}
            for operation, words in rows.items():
                by_effect.setdefault(", ".join(words), []).append(f"`{operation}`")
            title, clause = ", ".join(f"`{name}`" for name in names), source.replace("|", "\\|")
            for effect, operations in by_effect.items():
                lines.append(f"| {title} | {', '.join(operations)} | {effect} | {clause} |")
                title = clause = ""
        lines.append("")
    text = "\n".join(lines).rstrip() + "\n"
    page = options.data.parents[2] / "docs" / "invalidation.md"
    if options.write:
        page.write_text(text)
        return 0
    same = page.exists() and page.read_text() == text
    print("docs/invalidation.md is " + ("as the models say" if same else "out of date: run with --write"))
    return 0 if same else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("check")
    one.add_argument("models", type=pathlib.Path)
    one.add_argument("results", type=pathlib.Path)
    one.set_defaults(run=check)
    two = commands.add_parser("table")
    two.add_argument("data", type=pathlib.Path)
    two.add_argument("--write", action="store_true")
    two.set_defaults(run=table)
    options = parser.parse_args()
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
