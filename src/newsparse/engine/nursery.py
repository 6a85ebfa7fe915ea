"""Where workers come from: a process with the parser loaded that forks one when asked.

A fork of a warm process takes milliseconds where a new interpreter takes most of a second, and
workers share its pages. The engine itself is not forked: readers may have threads.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsparse.engine.limits import Limits
    from newsparse.engine.work import Work

_REQUEST = struct.Struct("!cq")  # what, process id
_ANSWER = struct.Struct("!q")
_FORK, _REAP = b"f", b"r"
_NOT_MINE = -1
_FAILED_TO_WARM = 3  # exit code

_PROGRAM = """\
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from newsparse.engine.nursery import main
main(int(sys.argv[1]))
"""

# One thread each: the workers are the parallelism, and a process with threads must not be forked.
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)


class WorkersFailedError(RuntimeError):
    """Worker processes cannot be started; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Seedling:
    """A worker process as the engine sees it."""

    pid: int
    connection: Connection


class Nursery:
    """The engine's end: starts the warm process at once, workers when asked."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self._start_with = pickle.dumps(sys.path) + pickle.dumps((work, limits))
        self._start()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=[theirs.fileno()],
                env=os.environ | _ONE_THREAD,
                start_new_session=True,  # the terminal's Ctrl-C is the engine's alone
            )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError), self._process.stdin as stdin:
            stdin.write(self._start_with)

    def fork(self) -> Seedling:
        """A new worker; a nursery that has died is set up anew, once.

        Raises:
            WorkersFailedError: that did not help.
        """
        try:
            return self._fork()
        except ConnectionError:
            self._fail_if_it_never_can()
            self.close()
            self._start()
        try:
            return self._fork()
        except ConnectionError:
            self._fail_if_it_never_can()
            raise WorkersFailedError("worker processes die when they start") from None

    def _fork(self) -> Seedling:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            socket.send_fds(self._control, [_REQUEST.pack(_FORK, 0)], [theirs.fileno()])
            pid = self._answer()
            return Seedling(pid, Connection(ours.detach()))

    def _fail_if_it_never_can(self) -> None:
        if self._process.wait() == _FAILED_TO_WARM:
            self._said.seek(0)
            last = self._said.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise WorkersFailedError(f"worker processes cannot start: {last}")

    def reap(self, worker: Seedling) -> int | None:
        """How a worker that closed its pipe ended: an exit code, or minus a signal's number.

        `None` if the nursery that it came from has ended too: nobody knows.
        """
        worker.connection.close()
        try:
            self._control.sendall(_REQUEST.pack(_REAP, worker.pid))
            status = self._answer()
        except OSError:
            return None
        return None if status == _NOT_MINE else os.waitstatus_to_exitcode(status)

    def _answer(self) -> int:
        answer = self._control.recv(_ANSWER.size, socket.MSG_WAITALL)
        if len(answer) < _ANSWER.size:
            raise ConnectionResetError("the nursery has ended")
        [number] = _ANSWER.unpack(answer)
        return int(number)

    def close(self) -> None:
        """End the warm process; workers end when their pipes close."""
        self._control.close()
        self._process.wait()
        self._said.close()


def main(control_fd: int) -> None:
    """The warm process: forks on request until the engine closes its end."""
    from newsparse.engine.worker import confine, serve

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        work, limits = pickle.load(sys.stdin.buffer)  # noqa: S301 (our engine's)
        work.warm()
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}".replace("\n", " "))
        sys.exit(_FAILED_TO_WARM)

    def fork(control: socket.socket, pipe: int) -> int:
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                _mute()
                confine(limits)
                serve(Connection(pipe), work, limits)
            finally:  # whatever was raised: nothing of the nursery's is a worker's to do
                os._exit(int(sys.exc_info()[0] is not None))
        os.close(pipe)
        return pid

    gc.collect()
    gc.freeze()  # what is loaded stays: no collection in a worker shall copy its pages
    with socket.socket(fileno=control_fd) as control:
        while True:
            message, fds, _, _ = socket.recv_fds(control, _REQUEST.size, 1)
            if len(message) < _REQUEST.size:
                break
            what, pid = _REQUEST.unpack(message)
            control.sendall(_ANSWER.pack(_ended(pid) if what == _REAP else fork(control, fds[0])))
    with suppress(ChildProcessError):
        while True:  # their pipes are closed, their clocks run: they end
            os.wait()


def _ended(pid: int) -> int:
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return _NOT_MINE


def _mute() -> None:
    """What a library prints must get neither into the output nor before the user."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
