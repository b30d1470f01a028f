"""bittensor 11: stake goes to other hotkeys, coldkeys and subnets, and comes back."""

import bittensor as bt
from steps import expect, step

from sdk_11.family import second
from sdk_11.people import NETUID, alice, balance_of, dave, hotkey, refused, stake_of, succeeded, tao, validator
from sdk_11.people import validator_hotkey, wait_until

RAO = 10**9
source = {"origin_netuid": NETUID}


async def travel(chain):
    with step("move stake to another hotkey"):
        before = await stake_of(chain, alice, hotkey)
        there = {"origin_hotkey_ss58": validator_hotkey, "dest_hotkey_ss58": hotkey, "dest_netuid": NETUID}
        succeeded(await chain.execute(bt.MoveStake(**source, **there, amount_alpha=5), validator))
        expect(await stake_of(chain, alice, hotkey) >= before + 5 * RAO - 1, before)

    with step("transfer stake to another coldkey"):
        there = {"dest_coldkey_ss58": dave, "hotkey_ss58": validator_hotkey, "dest_netuid": NETUID}
        succeeded(await chain.execute(bt.TransferStake(**source, **there, amount_alpha=4), validator))
        expect(await stake_of(chain, dave, validator_hotkey) >= 4 * RAO - 1)

    with step("swap stake to another subnet"):
        before = await stake_of(chain, alice, validator_hotkey, 0)
        there = {"hotkey_ss58": validator_hotkey, "dest_netuid": 0}
        succeeded(await chain.execute(bt.SwapStake(**source, **there, amount_alpha=3), validator))
        expect(await stake_of(chain, alice, validator_hotkey, 0) > before)

    with step("stake with a limit on the price"):
        before = await stake_of(chain, alice, validator_hotkey)
        said = {"hotkey_ss58": validator_hotkey, "netuid": NETUID}
        succeeded(await chain.execute(bt.AddStake(**said, amount_tao=tao(1), rate_tolerance=0.2), validator))
        expect(await stake_of(chain, alice, validator_hotkey) > before)
        much = bt.AddStake(**said, amount_tao=tao(5000), rate_tolerance=0.0001)
        refused(await chain.execute(much, validator), "SlippageTooHigh")


async def stake_shielded(chain):
    with step("stake behind the MEV shield"):
        # By a coldkey that sends nothing after it: the client forgets that what it encrypts has a nonce too.
        expect(await stake_of(chain, dave, hotkey) == 0)
        intent = bt.AddStake(hotkey_ss58=hotkey, netuid=NETUID, amount_tao=tao(2))
        succeeded(await chain.submit_shielded(intent, second))

        async def executed():
            return await stake_of(chain, dave, hotkey) > RAO

        await wait_until(executed)


async def come_back(chain):
    with step("unstake"):
        before = await balance_of(chain, alice)
        intent = bt.RemoveStake(hotkey_ss58=validator_hotkey, netuid=NETUID, amount_alpha=10)
        succeeded(await chain.execute(intent, validator))
        gained = await balance_of(chain, alice) - before
        expect(gained > 8 * RAO, gained)

    with step("unstake all"):
        before = await balance_of(chain, alice)
        succeeded(await chain.execute(bt.UnstakeAll(hotkey_ss58=hotkey), validator))
        # An epoch may have paid something since.
        expect(await stake_of(chain, alice, hotkey) < RAO and await balance_of(chain, alice) > before)
