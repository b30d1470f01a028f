"""bittensor 10: stake goes to other hotkeys, coldkeys and subnets, and comes back."""

from bittensor.utils.balance import Balance
from steps import expect, step

from sdk_10.family import second
from sdk_10.people import NETUID, alice, bob, chain, dave, hotkey, stake_of, succeeded, tao, validator
from sdk_10.people import validator_hotkey

source = {"wallet": validator, "origin_netuid": NETUID}


def alpha(amount):
    return Balance.from_tao(amount, NETUID)


def travel():
    with step("move stake to another hotkey"):
        before = stake_of(alice, hotkey)
        there = {"destination_netuid": NETUID, "destination_hotkey_ss58": hotkey}
        succeeded(chain.move_stake(**source, **there, origin_hotkey_ss58=validator_hotkey, amount=alpha(5)))
        expect(stake_of(alice, hotkey) >= before + alpha(5).rao - 1, before)

    with step("transfer stake to another coldkey"):
        there = {"destination_netuid": NETUID, "destination_coldkey_ss58": dave}
        succeeded(chain.transfer_stake(**source, **there, hotkey_ss58=validator_hotkey, amount=alpha(4)))
        expect(stake_of(dave, validator_hotkey) >= alpha(4).rao - 1, stake_of(dave, validator_hotkey))

    with step("swap stake to another subnet"):
        before = stake_of(alice, validator_hotkey, 0)
        there = {"destination_netuid": 0, "hotkey_ss58": validator_hotkey}
        succeeded(chain.swap_stake(**source, **there, amount=alpha(3)))
        expect(stake_of(alice, validator_hotkey, 0) > before)

    with step("stake with a limit on the price"):
        before = stake_of(alice, validator_hotkey)
        said = {"wallet": validator, "netuid": NETUID, "hotkey_ss58": validator_hotkey, "safe_staking": True}
        succeeded(chain.add_stake(**said, amount=tao(1), rate_tolerance=0.2))
        expect(stake_of(alice, validator_hotkey) > before)
        response = chain.add_stake(**said, amount=tao(5000), rate_tolerance=0.0001)
        expect(not response.success and "SlippageTooHigh" in str((response.message, response.error)), response)


def stake_shielded():
    with step("stake behind the MEV shield"):
        expect(stake_of(dave, hotkey) == 0)
        said = {"wallet": second, "netuid": NETUID, "hotkey_ss58": hotkey, "mev_protection": True}
        succeeded(chain.add_stake(**said, amount=tao(2)))
        expect(stake_of(dave, hotkey) > tao(1).rao, stake_of(dave, hotkey))


def come_back():
    said = {"wallet": validator, "netuid": NETUID, "hotkey_ss58": validator_hotkey}

    with step("unstake"):
        before = chain.get_balance(alice)
        quote = chain.sim_swap(origin_netuid=NETUID, destination_netuid=0, amount=alpha(10)).tao_amount
        succeeded(chain.unstake(**said, amount=alpha(10)))
        gained = chain.get_balance(alice) - before
        expect(abs(gained.rao - quote.rao) < quote.rao // 100, gained, quote)

    with step("unstake all"):
        before = chain.get_balance(alice)
        said["hotkey_ss58"] = hotkey
        succeeded(chain.unstake_all(**said, rate_tolerance=0.5))
        # An epoch may have paid something since.
        expect(stake_of(alice, hotkey) < alpha(1).rao and chain.get_balance(alice) > before, stake_of(alice, hotkey))
        expect(stake_of(bob, hotkey) > 0)
