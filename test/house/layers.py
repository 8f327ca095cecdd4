#!/usr/bin/env python3
"""layers.py ROOT: the folders of lib/ are floors; an #include points to its own floor or a lower one.

Fails on
  - an include from the floor above, also of Findings and Project, which stand apart;
  - clang-tidy or AST matchers below Checks;
  - a file of more than 400 lines in lib/ or tools/;
  - a CMake arrow (lib/CMakeLists.txt) that points up.
"""

import pathlib
import re
import sys

FLOORS = ["Support", "Models", "Coroutine", "Facts", "Sharing", "Dataflow", "Hazards", "Rewrites", "Checks"]
APART = {"Findings": {"Support"}, "Project": {"Support", "Findings"}}
LIMIT = 400
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.M)
MATCHERS = re.compile(r"\bast_matchers\b|ASTMatch|clang-tidy/|clang::tidy\b")
ARROWS = re.compile(r"async_add_library\((\w+)([^)]*)\)")


def allowed(folder):
    """The folders that `folder` may use, itself included."""
    if folder in APART:
        return APART[folder] | {folder}
    return set(FLOORS[:FLOORS.index(folder) + 1])


def code_only(text):
    """The text without comments, lines kept: a comment may speak of what code may not use."""
    def blank(match):
        return "\n" * match.group().count("\n")
    return re.sub(r"//[^\n]*|/\*.*?\*/", blank, text, flags=re.S)


def includes(path, text, folder):
    for match in INCLUDE.finditer(text):
        parts = pathlib.PurePosixPath(match.group(1)).parts
        line = text.count("\n", 0, match.start(1)) + 1
        other = parts[0] if len(parts) > 1 else None
        if other in set(FLOORS) | set(APART) and other not in allowed(folder):
            yield f"{path}:{line}: {folder} may not include '{match.group(1)}': {other} is not below it"
        if folder == "Findings" and parts[0] == "clang":
            yield f"{path}:{line}: Findings may not include '{match.group(1)}': it knows nothing of Clang's AST"


def matchers(path, text):
    for number, line in enumerate(code_only(text).splitlines(), 1):
        found = MATCHERS.search(line)
        if found:
            yield f"{path}:{number}: '{found.group()}' below Checks: clang-tidy and matchers stay in lib/Checks"


def arrows(path, text):
    for match in ARROWS.finditer(text):
        folder, rest = match.groups()
        depends = rest.partition("DEPENDS")[2].split()
        for other in depends:
            if other not in allowed(folder) or other == folder:
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: {folder} may not depend on {other}"


def problems(root):
    for path in sorted((root / "lib").rglob("*")):
        if path.suffix not in {".h", ".cpp", ".def"}:
            continue
        folder = path.relative_to(root / "lib").parts[0]
        shown = path.relative_to(root)
        if folder not in FLOORS and folder not in APART:
            yield f"{shown}: no floor is called '{folder}'"
            continue
        text = path.read_text(errors="replace")
        yield from includes(shown, text, folder)
        if folder != "Checks":
            yield from matchers(shown, text)
    for top in ("lib", "tools"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in {".h", ".cpp", ".def", ".py"}:
                lines = path.read_text(errors="replace").count("\n")
                if lines > LIMIT:
                    yield f"{path.relative_to(root)}: {lines} lines, more than {LIMIT}: split it"
    cmake = root / "lib" / "CMakeLists.txt"
    yield from arrows(cmake.relative_to(root), cmake.read_text())


def main():
    root = pathlib.Path(sys.argv[1])
    found = list(problems(root))
    print("\n".join(found) if found else "the house is in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
