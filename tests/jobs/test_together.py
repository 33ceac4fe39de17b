"""The server and the worker beside it: they end together, and a worker that fell is begun anew."""

import os
import signal
import subprocess
import sys

from tests.messages import ROOT

# One write a line: the two share a pipe, and a print that is not buffered writes word by word.
PROGRAM = """
import os, sys, time
os.write(1, f"{sys.argv[1]} {os.getpid()}\\n".encode())
time.sleep(60)
"""
RUN = """
import sys
from otoppath.jobs import together
together.PAUSE, together.WORKER = 0, [sys.executable, "-c", sys.argv[1], "worker"]
raise SystemExit(together.main([sys.executable, "-c", sys.argv[1], "server"]))
"""


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_both_end_together_and_a_fallen_worker_is_begun_anew():
    command = [sys.executable, "-c", RUN, PROGRAM]
    both = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pids = dict(both.stdout.readline().split() for _process in range(2))

    os.kill(int(pids["worker"]), signal.SIGKILL)
    name, again = both.stdout.readline().split()
    both.send_signal(signal.SIGINT)
    both.wait(10)

    assert name == "worker"
    assert [is_alive(int(pid)) for pid in (*pids.values(), again)] == [False, False, False]
