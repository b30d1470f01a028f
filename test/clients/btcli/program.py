"""The program btcli, run as a user runs it: one process a command, with wallets in a folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

url = sys.argv[1]
home = Path(os.environ["HOME"])
wallets = str(home / "wallets")
program = str(Path(sys.executable).parent / "btcli")
# Tables and JSON are broken at the width of the terminal.
environment = {**os.environ, "COLUMNS": "4000", "NO_COLOR": "1"}

SHIELD_OFF = "--no-mev-protection"


class Refused(Exception):
    """btcli said that it did not work."""


def run(command, *, network=True, silent=True, machine=True, wallet=None, hotkey=None, typed="", within=60):
    """Runs a command line (words, or a list) and gives what it printed. What it asks in spite of --no-prompt is answered with `typed`."""
    words = command.split() if isinstance(command, str) else [str(word) for word in command]
    if wallet is not None:
        words += ["--wallet-name", wallet, "--wallet-path", wallets]
    if hotkey is not None:
        words += ["--hotkey", hotkey]
    if network:
        words += ["--network", url]
    if silent:
        words += ["--no-prompt"]
    if machine:
        words += ["--json-output"]
    line = [program, *words]
    done = subprocess.run(line, capture_output=True, text=True, timeout=within, env=environment, input=typed)
    if done.returncode != 0:
        raise Refused(f"btcli {' '.join(words)}: exit code {done.returncode}: {last_words(done)}")
    return done.stdout + ("" if machine else done.stderr)


def last_words(done):
    """The end of what a failed command printed, without the frames of its tables."""
    text = " ".join((done.stdout + done.stderr).replace("─", "").replace("│", " ").split())
    return text[-400:]


def ask(command, **options):
    """Runs a command with --json-output and gives the document that it printed, whatever it says."""
    text = run(command, **options)
    for start, letter in enumerate(text):
        if letter in "[{":
            try:
                return json.JSONDecoder(strict=False).raw_decode(text[start:])[0]
            except json.JSONDecodeError:
                pass  # a question before the document, or a table
    raise Refused(f"btcli {command} printed no JSON: {text.strip()[-400:]!r}")


def act(command, **options):
    """Runs a command that changes something, which has to say that it succeeded."""
    answer = ask(command, **options)
    if answer.get("success") is not True:
        raise Refused(f"btcli {command}: {answer}")
    return answer


def view(command, **options):
    """A command that only reads, and never asks anything."""
    return ask(command, silent=False, **options)
