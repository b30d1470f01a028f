"""Development chains for tests, over JSON-RPC, with nothing but the standard library."""

from .accounts import ACCOUNTS
from .chain import DevChain
from .errors import ChainError
from .process import start_dev_chain

__all__ = ["ACCOUNTS", "ChainError", "DevChain", "start_dev_chain"]
