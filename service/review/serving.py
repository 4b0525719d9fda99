"""Serving a review: a port of this machine, a key that nobody else has, and a browser at the page. Uvicorn enters here.

The key stands in the address after #, which a browser sends to nobody: it reaches no log and no other page. On
a machine that others use too they can see what a browser was started with: there, --no-browser keeps the key here.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
import webbrowser

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"


def opened(port: int = 0) -> socket.socket:
    """A socket that listens to this machine alone; port 0 is any that is free. Raises OSError where it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise OSError(f"{LOOPBACK}:{port}: {error.strerror}; choose another port with --port") from error
    return listening


def key() -> str:
    """A new key, which is not to be guessed."""
    return secrets.token_urlsafe(32)


def address(listening: socket.socket, secret: str) -> str:
    """Where the page is, with its key."""
    return f"http://{host(listening)}/#key={secret}"


def host(listening: socket.socket) -> str:
    """The address and port of a socket, as a browser names them."""
    return f"{LOOPBACK}:{listening.getsockname()[1]}"


def serve(app: ASGIApp, listening: socket.socket, opening: str = "") -> None:
    """Serve an application until Ctrl-C, with a browser at the address `opening` where there is one."""
    if opening:  # it waits for its answer until the server is there; a browser of the terminal never comes back
        threading.Thread(target=webbrowser.open, args=[opening], daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server(app).run(sockets=[listening])


def server(app: ASGIApp) -> uvicorn.Server:
    """A server for an application, which says nothing of what it is asked: only what goes wrong."""
    quiet = uvicorn.Config(app, log_level="warning", ws="none", server_header=False, timeout_graceful_shutdown=3)
    return uvicorn.Server(quiet)
