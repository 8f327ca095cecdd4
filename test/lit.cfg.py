"""lit configuration. `lit build/test` runs all; `lit test/driver` works too, against build/."""

import atexit
import os
import pathlib
import shutil
import subprocess
import tempfile

import lit.formats

HERE = pathlib.Path(__file__).resolve().parent

if not hasattr(config, "async_bin_dir"):
    site = HERE.parent / "build" / "test" / "lit.site.cfg.py"
    if not site.exists():
        lit_config.fatal(f"{site} does not exist: configure first, with 'cmake --preset default'")
    lit_config.load_config(config, str(site))
    raise SystemExit

config.name = "async-tidy"
config.test_source_root = str(HERE)
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test", ".cpp"]
# These hold data and sources of other tests.
config.excludes = ["fuzz", "Inputs", "unit", "programs", "npm", "CMakeLists.txt"]

if not config.async_gate:
    config.excludes += ["gate"]

tools = config.llvm_tools_dir
driver = f"{config.async_bin_dir}/async-tidy"
stock = f"{tools}/clang-tidy"
gate = config.async_gate or "async-gate-was-not-built"

# A configuration file above a test's files changes what runs. build/ lies below this
# project's own .clang-tidy, so tests of the defaults work in here.
outside = tempfile.mkdtemp(prefix="async-tidy-test-")
owner = os.getpid()
atexit.register(lambda: os.getpid() == owner and shutil.rmtree(outside, ignore_errors=True))

sanitized = bool(config.async_sanitize)
check_async = [config.python, str(HERE / "check_async.py"), "--tools", tools, "--driver", driver,
               "--include", str(HERE / "Inputs")]
if not sanitized:
    # A sanitized plugin needs a sanitized host.
    check_async += ["--clang-tidy", stock, "--plugin", config.async_plugin]

# The longer of two names with one beginning comes first.
for name, value in [
    ("%check_async", " ".join(check_async)),
    ("%async-tidy", driver),
    # Elsewhere a result of another test, or of the last run, would be taken.
    ("%async-gate", f"{gate} --no-cache"),
    ("%caching-gate", gate),
    ("%exit", f"{config.python} {HERE / 'Inputs' / 'exit_code.py'}"),
    ("%database", f"{config.python} {HERE / 'gate' / 'Inputs' / 'database.py'}"),
    ("%project", str(HERE / "gate" / "Inputs" / "project")),
    ("%async-clangd", config.async_clangd or "async-clangd-was-not-built"),
    ("%clang-tidy-14", shutil.which("clang-tidy-14") or "clang-tidy-14-is-missing"),
    ("%clang-tidy", f"{stock} -load {config.async_plugin}"),
    ("%stock-clang-tidy", stock),
    ("%other-clangxx", shutil.which("clang++-19" if tools.endswith("22/bin") else "clang++-22") or "another-clang-is-missing"),
    ("%clangxx", f"{tools}/clang++"),
    ("%clang-plugin", f"{tools}/clang++ -std=c++20 -fno-color-diagnostics -I{HERE / 'Inputs'} -fplugin={config.async_compiler_plugin}"),
    ("%compiler_plugin", config.async_compiler_plugin),
    ("%plugin", config.async_plugin),
    ("%Inputs", str(HERE / "Inputs")),
    ("%outside", outside),
    ("%resource_dir", config.async_resource_dir),
    ("%llvm_major", config.async_llvm_major),
    ("%source_root", config.async_source_dir),
    ("%build_root", config.async_build_dir),
    ("%cmake", config.cmake),
    ("%cpack", config.cmake.removesuffix("cmake") + "cpack"),
    ("%python", config.python),
    ("%npm", f"{config.test_exec_root}/npm"),
    ("%chromium", shutil.which("chromium") or "chromium-is-missing"),
    ("%pre-commit", shutil.which("pre-commit") or "pre-commit-is-missing"),
    ("%nvim", shutil.which("nvim") or "nvim-is-missing"),
]:
    config.substitutions.append((name + r"(?![\w-])", value))

config.environment["PATH"] = os.pathsep.join([tools, os.environ["PATH"]])
# Neither a user's clangd configuration nor their editor's may change a result.
for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]:
    config.environment[variable] = outside
for variable in ["CLICOLOR_FORCE", "VIMINIT", "NVIM_LISTEN_ADDRESS"]:
    config.environment.pop(variable, None)
if sanitized:
    # libLLVM is not sanitized: its containers carry no annotations, and it leaks by design.
    config.environment["ASAN_OPTIONS"] = "detect_container_overflow=0:detect_leaks=0"


def has_tsan():
    """ThreadSanitizer links, and runs in this kernel's address space."""
    program = os.path.join(outside, "tsan")
    command = [f"{tools}/clang++", "-fsanitize=thread", "-xc++", "-", "-o", program]
    return (subprocess.run(command, input="int main() {}", text=True, capture_output=True).returncode == 0
            and subprocess.run([program], capture_output=True).returncode == 0)


def has_tmpfs():
    """A file system of our own can be mounted: for root, where the kernel lets it."""
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "none", outside]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


# The one test for which it does not take a package, but the right to mount.
if has_tmpfs():
    config.available_features.add("tmpfs")
else:
    lit_config.note("gate/disk-full.test is skipped: nothing can be mounted here; root can")

features = {
    "tsan": has_tsan(),
    "plugin": not sanitized,
    "compiler-plugin": os.path.exists(config.async_compiler_plugin) and not sanitized,
    "clangd": bool(config.async_clangd),
    "gate": bool(config.async_gate),
    "clang-tidy-14": shutil.which("clang-tidy-14"),
    "ccache": shutil.which("ccache"),
    "neovim": shutil.which("nvim"),
    "git": shutil.which("git"),
    "npm": shutil.which("npm") and shutil.which("node"),
    "chromium": shutil.which("chromium"),
    "pre-commit": shutil.which("pre-commit"),
    "asio": os.path.exists("/usr/include/asio.hpp"),
    "boost": os.path.exists("/usr/include/boost/asio.hpp"),
    "boost-doc": os.path.exists("/usr/share/doc/libboost1.81-doc"),
    "qcoro": os.path.exists("/usr/include/qcoro6"),
}
missing = sorted(name for name, found in features.items() if not found)
config.available_features.update(name for name, found in features.items() if found)
if missing:
    note = f"tests that need {', '.join(missing)} are skipped; tools/setup --tests installs what apt has"
    # tools/test sets this: there, a skipped test is a failure.
    if os.environ.get("ASYNC_REQUIRE_ALL_TESTS") and not sanitized:
        lit_config.fatal(note)
    lit_config.note(note)
