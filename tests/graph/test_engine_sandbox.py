"""What a locked process cannot do, tried in a process of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.engine import embedded
from graph.errors import EngineError

ATTEMPTS = {
    "socket": "socket.socket()",
    "socketpair": "socket.socketpair()",
    "write": "open('/tmp/x', 'w')",
    "write into the store": "os.open(sys.argv[1] + '/CURRENT', os.O_RDWR)",
    "create without writing": "os.open('/tmp/x', os.O_RDONLY | os.O_CREAT)",
    "list": "os.listdir('/')",
    "unlink": "os.unlink('/nowhere')",
    "rename": "os.rename('/nowhere', '/elsewhere')",
    "mkdir": "os.mkdir('/tmp/x')",
    "symlink": "os.symlink('/a', '/tmp/x')",
    "chmod": "os.chmod('/nowhere', 0)",
    "truncate": "os.truncate('/nowhere', 0)",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "kill the parent": "os.kill(os.getppid(), 0)",
    "kill itself": "os.kill(os.getpid(), 0)",
    "pass a descriptor": "connection.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'1234')])",
    "duplicate": "os.dup(1)",
    "pipe": "os.pipe()",
    "lift a limit": "syscall(302 if x86 else 261)",
    "hurry": "os.setpriority(os.PRIO_PROCESS, 0, 0)",
    "ptrace": "syscall(101 if x86 else 117)",
    "io_uring_setup": "syscall(425)",
    "clone3": "syscall(435)",
    "memfd_create": "syscall(319 if x86 else 279)",
    "connect": "syscall(42 if x86 else 203)",
    "the other call table": "syscall(0x40000000 + 41)",
    "another thread": "other_thread(os.unlink, '/nowhere')",
}

PROGRAM = """
import ctypes, json, os, platform, queue, socket, sys, threading
from pathlib import Path
from graph.engine import embedded, sandbox

x86 = platform.machine() == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)
jobs, results = queue.Queue(), queue.Queue()
attempts = json.loads(sys.argv[2])

def syscall(number):
    if libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 6) == -1:
        raise OSError(ctypes.get_errno(), "refused")

def work():
    function, argument = jobs.get()
    results.put(attempt(lambda: function(argument)))

def other_thread(*job):
    jobs.put(job)
    number, text = results.get()
    raise OSError(number, text)

def attempt(action):
    try:
        action()
    except OSError as error:
        return error.errno, str(error)
    return 0, "done"

connection, other = socket.socketpair()
codes = {name: compile(text, name, "eval") for name, text in attempts.items()}
threading.Thread(target=work, daemon=True).start()
store = embedded.open_store(Path(sys.argv[1]))
sandbox.lock(store_path=Path(sys.argv[1]), memory=256 << 20)
outcome = {name: attempt(lambda: eval(code))[0] for name, code in codes.items()}
outcome["rseq"] = attempt(lambda: syscall(334 if x86 else 293))[0]
outcome["set_robust_list"] = attempt(lambda: syscall(273 if x86 else 99))[0]
outcome["read another file"] = attempt(lambda: os.open("/etc/passwd", os.O_RDONLY))[0]
outcome["read the store"] = attempt(lambda: os.open(sys.argv[1] + "/CURRENT", os.O_RDONLY))[0]
outcome["select"] = len(embedded.results(store, "SELECT * { ?s ?p ?o } ORDER BY ?o", "text/csv").splitlines()) - 1
try:
    threading.Thread(target=print).start()
except RuntimeError:
    outcome["new thread"] = "refused"
print(json.dumps(outcome), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sandbox") / "store"
    writer = Store(str(path))
    writer.bulk_extend(Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), Literal(n)) for n in range(100))
    writer.flush()
    return path


@pytest.fixture(scope="module")
def outcome(path: Path) -> dict[str, int | str]:
    """Try everything: the number of the error of each attempt, or 0 for success."""
    command = [sys.executable, "-I", "-c", PROGRAM, str(path), json.dumps(ATTEMPTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    outcome: dict[str, int | str] = json.loads(done.stdout)
    return outcome


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_locked_process_may_not(outcome: dict[str, int | str], attempt: str) -> None:
    assert outcome[attempt] == 1  # EPERM


def test_a_locked_process_reads_its_store_and_no_other_file(outcome: dict[str, int | str]) -> None:
    assert outcome["read the store"] == 0
    assert outcome["read another file"] == 13  # EACCES


def test_a_thread_born_just_before_the_lock_can_still_begin(outcome: dict[str, int | str]) -> None:
    """The C library ends the whole process if the first calls of a new thread are refused."""
    assert outcome["rseq"] == outcome["set_robust_list"] == 22  # EINVAL: heard, and these arguments make no sense


def test_a_locked_process_makes_no_thread_and_still_answers(outcome: dict[str, int | str]) -> None:
    assert outcome["new thread"] == "refused"
    assert outcome["select"] == 100


def test_a_machine_without_the_locks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.engine import seccomp  # noqa: PLC0415 - looked at only here

    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(EngineError, match="no sandbox for linux on riscv64"):
        seccomp.deny_system_calls()


def test_the_same_service_outside_the_sandbox_does_reach_it(path: Path) -> None:
    """Without this, a canary that never sings would prove nothing."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(5)
        text = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{canary.getsockname()[1]}/> {{ ?a ?b ?c }} }}"
        query = threading.Thread(target=embedded.results, args=(embedded.open_store(path), text))
        query.start()
        canary.accept()[0].close()
        query.join()
