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


def test_deals_are_exact(chain):
    for who in (STRANGER, ALICE):
        for tao, rao in ((5, 5 * 10**9), (0.1 + 0.2, 300_000_000), ("2.5", 2_500_000_000)):
            chain.deal(who, tao)
            assert chain.balance(who) == rao
    with pytest.raises(ChainError, match="below the existential deposit of 500 rao"):
        chain.deal(STRANGER, 0.000000499)
    with pytest.raises(ChainError, match="the sudo key pays for what the owner asks for"):
        chain.deal(ALICE, 0)
    with pytest.raises(ChainError, match="less than a rao"):
        chain.deal(STRANGER, 1e-10)
    for tao in ("1.0000000001", "1." + "0" * 40 + "1"):
        with pytest.raises(ChainError, match="at most 9 decimals"):
            chain.deal(STRANGER, tao)
    with pytest.raises(ChainError, match="is no amount of TAO"):
        chain.deal(STRANGER, "1e999999999")


def test_integers_of_any_length_are_exact(chain):
    chain.dispatch("Balances", "force_set_balance", {"who": STRANGER, "new_free": 2**53 + 1})
    assert chain.balance(STRANGER) == 2**53 + 1


def test_state_and_events_are_read_by_name(chain):
    assert [[1], chain.query("SubtensorModule", "Tempo", 1)] in chain.query("SubtensorModule", "Tempo")
    with chain.with_snapshot():
        remark = ("System", "remark_with_event", {"remark": "0x01"}, BOB)
        block = chain.dispatch_all([("Balances", "force_set_balance", {"who": STRANGER, "new_free": 700}), remark])
        names = [f"{one['pallet']}.{one['name']}" for one in chain.events(block)]
        assert "Balances.BalanceSet" in names and "System.Remarked" in names
        assert chain.query("System", "Account", STRANGER)["data"]["free"] == 700
        with pytest.raises(ChainError):
            chain.dispatch_all([remark, (*remark[:3], "root")])
    assert (chain.block_number(), len(chain.snapshots())) == (0, 1)
    assert chain.balance(STRANGER) == 0
