"""hook_config.py HOOKS REPOSITORY: has REPOSITORY use the hook of the repository HOOKS, as it is now."""

import pathlib
import subprocess
import sys

hooks, repository = (pathlib.Path(path).resolve() for path in sys.argv[1:])
revision = subprocess.run(["git", "-C", hooks, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
(repository / ".pre-commit-config.yaml").write_text(f"""repos:
  - repo: {hooks}
    rev: {revision.stdout.strip()}
    hooks:
      - id: async-gate
""")
