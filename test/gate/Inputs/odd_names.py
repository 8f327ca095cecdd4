"""odd_names.py DIRECTORY: makes sources with names that editors would not let anybody type."""

import os
import sys

root = os.fsencode(sys.argv[1])


def write(name, function, head=b'#include "coroutine.h"\n#include <mutex>\n'):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(head + b"inline aio::task<> %s(std::mutex &m) { std::lock_guard<std::mutex> hold(m); "
                   b"co_await aio::tick(); }\n" % function)


# No database can name this one: JSON is UTF-8. A link that it can name leads there.
write(b"caf\xe9/a\nb<script>.h", b"odd")
os.symlink(b"caf\xe9", os.path.join(root, b"link"))
os.symlink(b"a\nb<script>.h", os.path.join(root, b"caf\xe9/odd.h"))
write(b"user.cpp", b"user", b'#include "link/odd.h"\n')
write(b"-dash.cpp", b"dash")
write(b"quo'te\".cpp", b"quote")
