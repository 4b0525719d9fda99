"""Assets: the built files of the front end, by the names that templates use.

`service/web/build.mjs` puts a hash of each file into its name, so that a browser may keep it for ever.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PLACE = "/static"
FOLDER = Path(__file__).parent / "static"
LASTING = "public, max-age=31536000, immutable"
_MANIFEST = FOLDER / "manifest.json"


class Assets(StaticFiles):
    """The folder of built files; those with a hash in their names never change, and a browser is told so."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file of a path, or what StaticFiles says of a path without one."""
        response = await super().get_response(path, scope)
        if path in manifest().values() and response.status_code in (200, 304):
            response.headers["Cache-Control"] = LASTING
        return response


def address(name: str) -> str:
    """Where the asset of a name is served."""
    if name not in manifest():
        raise RuntimeError(f"there is no asset {name!r}; service/web builds: {', '.join(manifest())}")
    return f"{PLACE}/{manifest()[name]}"


def manifest() -> dict[str, str]:
    """The name of each asset and the hashed name of its file; read anew when the front end was built anew."""
    try:
        return _read(_MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise RuntimeError(
            f"the front end is not built, {FOLDER} holds none; "
            "pip install -e . builds it, and so does npm ci && npm run build in service/web"
        ) from error


@lru_cache(maxsize=1)
def _read(_: int) -> dict[str, str]:
    text = _MANIFEST.read_text(encoding="utf-8")
    return {str(name): str(file) for name, file in json.loads(text).items()}
