"""What a `bittensor` client sees: it needs the package bittensor, 10.5 or newer."""

import pytest
from subtensor_ts_pytest import ACCOUNTS

pytest.importorskip("bittensor")


def balance(subtensor, account):
    """Rao; the client's name for it depends on its version."""
    if hasattr(subtensor, "get_balance"):
        return subtensor.get_balance(account).rao
    return subtensor.balances.get(account).rao


def hash_of(subtensor, block):
    return subtensor.get_block_hash(block) if hasattr(subtensor, "get_block_hash") else subtensor.block_info(block).hash


@pytest.mark.parametrize("tao", [7, 8])
def test_a_client_of_a_fresh_world(chain, subtensor, tao):
    rich = ACCOUNTS["Ferdie"]
    before = balance(subtensor, rich)
    assert before != tao * 10**9
    chain.deal(rich, tao)
    chain.new_blocks(2)
    assert balance(subtensor, rich) == chain.balance(rich) == tao * 10**9
    assert hash_of(subtensor, 1) == chain.rpc("chain_getBlockHash", 1)
