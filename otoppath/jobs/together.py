"""`python -m otoppath.jobs.together COMMAND ...`: a server with the worker beside it.

Both end together: with Ctrl+C, when the process is told to end, and when the server ends for
whatever reason. A worker that ends by itself (killed, out of memory over a file) is started
anew: the office goes on with its pages meanwhile, and the worker with what was left half-done.
"""

import ctypes
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

PAUSE = 2  # seconds before a worker that fell is started anew
PATIENCE = 30  # seconds in which both may end what they are at
_TELL_WHEN_PARENT_ENDS = 1  # PR_SET_PDEATHSIG of Linux
WORKER = [sys.executable, "manage.py", "work"]


class _Told(Exception):
    """Somebody wants both to end."""


def main(server_command: list[str]) -> int:
    """Run both; return the server's status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _tell)
    server = _begun(server_command)
    worker = _begun(WORKER)
    try:
        while server.poll() is None:
            if worker.poll() is not None:
                print("worker ended, starting it anew", file=sys.stderr, flush=True)
                time.sleep(PAUSE)
                worker = _begun(WORKER)
            time.sleep(0.2)
    except _Told:
        pass
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        status = _ended(server)
        _ended(worker)
    return max(status, 0)


def _begun(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own: Ctrl+C reaches this one, which tells both once."""
    return subprocess.Popen(  # noqa: S603 - the command of the Makefile
        command,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has one thread
    )


def _end_with_parent() -> None:
    """Let no process stay behind when this one is killed; where Linux can say so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_TELL_WHEN_PARENT_ENDS, signal.SIGTERM)


def _tell(number: int, frame: FrameType | None) -> Any:
    raise _Told


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Ask a process to end, and end it if it does not."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
