"""Clients of the package bittensor, for one test after the other."""

from .chain import DevChain

#: What a connection of bittensor 10 (async-substrate-interface 2) keeps of blocks.
_MAPS = ("blocks", "blocks_reverse", "block_hashes")
#: What it may go on to remember: the metadata, which takes a second to read.
_KEPT = ("get_runtime_for_version", "supports_rpc_method")


def _forgot_blocks(client) -> bool:
    """
    Has a client forget the hashes of blocks, which are others after the world went back, and keep the metadata. False where
    it is not known how, or its connection is gone.
    """
    try:
        substrate = client.substrate
        for name in _MAPS:
            getattr(substrate.runtime_cache, name).cache.clear()
        for part in (client, substrate):
            for name in dir(type(part)):
                clear = getattr(getattr(type(part), name), "cache_clear", None)
                if clear is not None and name not in _KEPT:
                    clear()
        substrate.last_block_hash = None
        return isinstance(client.block, int)
    except Exception:
        return False


class Clients:
    """
    Gives each test a client that knows nothing of the worlds before: a new one, or where reading the metadata takes long
    (bittensor 10: a second) the last one without what it remembers.
    """

    def __init__(self, make):
        self._make = make
        self._last = None

    def client(self, chain: DevChain):
        if self._last is not None and not _forgot_blocks(self._last):
            self.close()
        if self._last is None:
            self._last = self._make(network=chain.url)
        return self._last

    def close(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.close()
