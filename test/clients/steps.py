"""What the client scripts share: steps that print one line each, and the values handed to scripts/test-clients.ts."""

import json
import sys
import traceback
from contextlib import contextmanager


@contextmanager
def step(name):
    """One thing that the client does. A failed step ends the script: the next ones need what it made."""
    notes = []
    try:
        yield notes.append
    except BaseException as error:  # a client may end itself with SystemExit
        traceback.print_exc()
        print(f"FAIL {name}: {type(error).__name__}: {' '.join(str(error).split())[:300]}", flush=True)
        sys.exit(1)
    print(f"ok {name}" + (f": {', '.join(map(str, notes))}" if notes else ""), flush=True)


def expect(condition, *seen):
    """Fails the step that it stands in unless the condition holds."""
    if not condition:
        raise AssertionError("not as expected: " + " ".join(map(repr, seen)))


def hand_over(**values):
    """What the client saw of the miner, for the comparison with raw storage."""
    print("values " + json.dumps(values), flush=True)
