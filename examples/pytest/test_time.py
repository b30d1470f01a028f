"""Time and state at will: nothing of it needs a package but pytest and this plugin."""

import pytest
from subtensor_ts_pytest import ACCOUNTS, ChainError

ALICE, BOB, CHARLIE = ACCOUNTS["Alice"], ACCOUNTS["Bob"], ACCOUNTS["Charlie"]
STRANGER = "0x" + "07" * 32


def test_a_subnet_from_its_registration_to_a_paid_miner(chain):
    netuid = chain.register_subnet(owner=ALICE, hotkey=ALICE)
    chain.set_storage(
        {
            "SubtensorModule": {
                "CommitRevealWeightsEnabled": [[[netuid], False]],
                "WeightsSetRateLimit": [[[netuid], 0]],
            }
        }
    )
    chain.start_subnet(netuid, owner=ALICE)
    miner = chain.register_neuron(netuid, coldkey=BOB, hotkey=BOB)
    validator = chain.register_neuron(netuid, coldkey=BOB, hotkey=CHARLIE)
    chain.add_stake(netuid, coldkey=BOB, hotkey=CHARLIE, tao=1000)
    chain.until(epoch=netuid)
    chain.set_weights(netuid, hotkey=CHARLIE, weights={miner: 65535})
    landing = chain.landing(epoch=netuid)
    chain.until(epoch=netuid)
    assert (miner, validator) == (1, 2)
    assert chain.block_number() == landing["number"]


@pytest.mark.parametrize("time", range(3))
def test_each_test_begins_at_block_0(chain, time):
    assert (chain.block_number(), chain.balance(STRANGER)) == (0, 0)
    chain.deal(STRANGER, "1.000000001")
    chain.new_blocks(time + 1)
    assert chain.balance(STRANGER) == 1_000_000_001


def test_what_cannot_be_done_is_one_clear_error(chain):
    with pytest.raises(ChainError, match="there is no subnet 99"):
        chain.until(epoch=99)
    with pytest.raises(ChainError, match="is no amount of TAO"):
        chain.deal(ALICE, -1)
    assert chain.block_number() == 0
