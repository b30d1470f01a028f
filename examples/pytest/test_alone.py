"""A test that spoils its chain fails, and the tests after it have a fresh one all the same."""

import shlex
from pathlib import Path

from subtensor_ts_pytest.process import find_command

pytest_plugins = ["pytester"]

SUITE = """
def test_that_cannot_go_back(chain):
    chain.new_blocks(3)
    for taken in chain.snapshots():
        chain.drop_snapshot(taken["id"])

def test_after_it(chain):
    assert (chain.block_number(), chain.snapshots()[1:]) == (0, [])
"""


def test_a_test_that_cannot_go_back_fails_alone(pytester, request):
    command = find_command(request.config.getoption("--subtensor-command"), Path(__file__).parent)
    pytester.makepyfile(SUITE)
    result = pytester.runpytest_subprocess("--subtensor-command", shlex.join(command))
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ChainError: dev_revert: there is no snapshot *"])
