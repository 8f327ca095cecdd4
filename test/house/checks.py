#!/usr/bin/env python3
"""checks.py ROOT: each row of Checks.def has its class, its page and its tests, and nothing is left over."""

import collections
import pathlib
import re
import sys

ROW = re.compile(r'^ASYNC_CHECK\("([^"]+)",\s*(\w+),\s*"((?:[^"\\]|\\.)*)"\)', re.M)


def problems(root):
    table = root / "lib/Checks/Checks.def"
    text = table.read_text()
    rows = ROW.findall(text)
    if len(rows) != len(re.findall(r"^ASYNC_CHECK\(", text, re.M)):
        yield "lib/Checks/Checks.def: a row is not of the form ASYNC_CHECK(\"name\", Class, \"summary\")"

    for part, what in ((0, "name"), (1, "class"), (2, "summary")):
        for value, count in collections.Counter(row[part] for row in rows).items():
            if count > 1:
                yield f"lib/Checks/Checks.def: the {what} '{value}' stands {count} times"

    for name, class_name, summary in rows:
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
            yield f"lib/Checks/Checks.def: '{name}' is not lower case words with dashes"
        if summary[:1].isupper() or summary.endswith("."):
            yield f"lib/Checks/Checks.def: '{summary}': a summary starts in lower case and has no full stop"
        for ending in (".h", ".cpp"):
            if not (root / "lib/Checks" / (class_name + ending)).exists():
                yield f"lib/Checks/{class_name}{ending}: missing, for '{name}'"
        if not (root / "docs/checks" / f"{name}.md").exists():
            yield f"docs/checks/{name}.md: missing"
        if not any((root / "test/checks" / name).glob("*.cpp")):
            yield f"test/checks/{name}/: no test"

    names = {row[0] for row in rows}
    pages = {page.stem for page in (root / "docs/checks").glob("*.md")} - {"index", "README"}
    for page in sorted(pages - names):
        yield f"docs/checks/{page}.md: no check of this name in Checks.def"
    for folder in sorted(path.name for path in (root / "test/checks").glob("*") if path.is_dir()):
        if folder not in names | {"Inputs"}:
            yield f"test/checks/{folder}/: no check of this name in Checks.def"


def main():
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) if found else "every check has its class, page and tests")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
