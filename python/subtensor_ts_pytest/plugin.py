"""
Fixtures: `dev_chain`, one chain for all tests of a process; `chain`, the same with a fresh world for each test;
`subtensor`, a `bittensor` client of that world.
"""

import os
import tempfile
from pathlib import Path

import pytest

from .clients import Clients
from .errors import ChainError
from .process import RULES, find_command, start_dev_chain


def pytest_addoption(parser):
    group = parser.getgroup("subtensor", "development chains of subtensor-ts")
    group.addoption("--subtensor-command", help="the program, with arguments if it needs any; SUBTENSOR_COMMAND else")
    group.addoption("--subtensor-rules", default="fast", choices=list(RULES), help="the chain's rules")
    group.addoption("--subtensor-sealing", default="instant", help="manual, instant, MILLISECONDS or mixed:MILLISECONDS")


def pytest_configure(config):
    # What bittensor keeps on disk of a chain it keeps by genesis and version: it may be that of another build. It looks
    # at these when it is imported, or when a client is made.
    os.environ.setdefault("NO_CACHE", "1")
    if "BITTENSOR_RUNTIME_CACHE_DIR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="subtensor-runtime-")
        os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = folder.name
        config.add_cleanup(lambda: os.environ.pop("BITTENSOR_RUNTIME_CACHE_DIR", None))
        config.add_cleanup(folder.cleanup)


@pytest.fixture(scope="session")
def dev_chain(request):
    """One development chain, in a process of its own, for all tests."""
    option = request.config.getoption
    try:
        command = find_command(option("--subtensor-command"), Path(request.config.rootpath))
        chain = start_dev_chain(command, rules=option("--subtensor-rules"), sealing=option("--subtensor-sealing"))
    except ChainError as error:
        pytest.fail(str(error), pytrace=False)
    yield chain
    chain.stop()


@pytest.fixture
def chain(dev_chain):
    """The chain as it was at the beginning, whatever tests before did to it."""
    try:
        with dev_chain.fresh() as world:
            yield world
    except ChainError:
        # A test that cannot go back, as one that dropped the snapshot of its beginning, fails alone.
        dev_chain.rpc("dev_reset")
        raise


@pytest.fixture(scope="session")
def bittensor_clients():
    """Where clients of one test after the other come from."""
    clients = Clients(pytest.importorskip("bittensor").Subtensor)
    yield clients
    clients.close()


@pytest.fixture
def subtensor(chain, bittensor_clients):
    """`bittensor.Subtensor` of this test's world; it knows nothing of those before."""
    return bittensor_clients.client(chain)
