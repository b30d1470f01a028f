"""A chain in a process of its own."""

import atexit
import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from . import rpc
from .chain import DevChain
from .errors import ChainError

#: Options of `subtensor dev` that choose rules.
RULES = {"fast": [], "production": ["--production-rules"], "pow-faucet": ["--pow-faucet"]}


def find_command(command: str | None, start: Path) -> list[str]:
    """The words of the program: as given, of SUBTENSOR_COMMAND, of a clone around a folder, or on the PATH."""
    given = command or os.environ.get("SUBTENSOR_COMMAND")
    if given:
        return shlex.split(given)
    for folder in (start, *start.parents):
        program = folder / "bin" / "subtensor"
        if program.is_file() and (folder / "src" / "main.ts").is_file():
            return [str(program)]
    for name in ("subtensor-ts", "subtensor"):
        if shutil.which(name):
            return [name]
    raise ChainError("no program to start: give --subtensor-command, or set SUBTENSOR_COMMAND to a clone's bin/subtensor")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _printed(log) -> str:
    log.seek(0)
    return " ".join(log.read()[-2000:].decode(errors="replace").split())


def start_dev_chain(
    command: list[str], rules: str = "fast", sealing: str = "instant", within: float = 30.0
) -> DevChain:
    """Starts a chain and waits until it answers. Raises ChainError with what it printed when it does not."""
    if rules not in RULES:
        raise ChainError(f"{rules!r} are no rules: there are {', '.join(RULES)}")
    port = _free_port()
    words = [*command, "dev", *RULES[rules], "--sealing", sealing, "--rpc-port", str(port)]
    log = tempfile.TemporaryFile()
    try:
        # A command may be a chain of programs (npx): they are a group, and end as one.
        # Its input ends with this process, and it with its input, however that comes.
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "SUBTENSOR_END_WITH_STDIN": "1"},
        )
    except OSError as error:
        log.close()
        raise ChainError(f"{words[0]} cannot be started: {error.strerror}") from None

    def stop() -> None:
        atexit.unregister(stop)
        if log.closed:
            return
        for name, patience in ((signal.SIGTERM, 6), (signal.SIGKILL, 6)):
            if process.poll() is not None:
                break
            os.killpg(process.pid, name)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        process.stdin.close()
        log.close()

    atexit.register(stop)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + within
    while process.poll() is None and time.monotonic() < end:
        try:
            rpc.call(url, "dev_time", [], 5)
            return DevChain(url, stop, process.pid)
        except ChainError:
            time.sleep(0.02)
    ended, text = process.poll(), _printed(log)
    stop()
    what = f"did not answer within {within} s" if ended is None else f"ended with {ended}"
    raise ChainError(f"{words[0]} {what}: {text}")
