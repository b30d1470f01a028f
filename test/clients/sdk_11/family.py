"""bittensor 11: children, takes, and what root stakers are paid."""

import bittensor as bt
from steps import expect, step

from sdk_11.people import NETUID, bob, calls, hotkey, items, keys_of, miner, refused, stake_of, succeeded, sudo, tao
from sdk_11.people import validator, validator_hotkey, wait_until

SECOND = 3
second = keys_of("//Dave", "//Dave//owner")


async def children(chain):
    return await chain.query(items.ChildKeys, [validator_hotkey, NETUID])


async def have_children(chain):
    with step("set children"):
        await sudo(chain, calls.SubtensorModule.set_pending_childkey_cooldown(cooldown=0))
        intent = bt.SetChildren(netuid=NETUID, children=[[0.25, hotkey]])
        succeeded(await chain.execute(intent, validator))
        found = await wait_until(lambda: children(chain))
        expect([tuple(one) for one in found] == [(2**62, hotkey)], found)
        parents = await chain.query(items.ParentKeys, [hotkey, NETUID])
        expect([tuple(one) for one in parents] == [(2**62, validator_hotkey)], parents)
        refused(await chain.execute(bt.SetChildren(netuid=NETUID, children=[]), validator), "TxRateLimitExceeded")

    with step("set a child take"):
        succeeded(await chain.execute(bt.SetChildkeyTake(netuid=NETUID, take=0.1), miner))
        expect(abs(await chain.query(items.ChildkeyTake, [hotkey, NETUID]) - 6553.5) <= 1)


async def revoke_children(chain):
    async def revoked():
        return (await chain.execute(bt.SetChildren(netuid=NETUID, children=[]), validator)).success

    async def alone():
        return not await children(chain)

    with step("revoke children, 150 blocks after they were set"):
        # No call changes this wait.
        await wait_until(revoked)
        await wait_until(alone)
        expect(not await chain.query(items.ParentKeys, [hotkey, NETUID]))


async def change_takes(chain):
    with step("decrease and increase the delegate take"):
        await sudo(chain, calls.AdminUtils.sudo_set_tx_delegate_take_rate_limit(tx_rate_limit=0))
        for intent, take in ((bt.DecreaseTake(take=0.05), 0.05), (bt.IncreaseTake(take=0.12), 0.12)):
            succeeded(await chain.execute(intent, validator))
            expect(abs(await chain.query(items.Delegates, [validator_hotkey]) - take * 65535) <= 1)
        refused(await chain.execute(bt.IncreaseTake(take=0.9), validator), "Custom error: 27")


async def claim_root(chain):
    with step("stake to root"):
        # Root's token is not enabled in the genesis of the local configuration.
        await sudo(chain, calls.AdminUtils.sudo_set_subtoken_enabled(netuid=0, subtoken_enabled=True))
        succeeded(await chain.execute(bt.RootRegister(), validator))
        intent = bt.AddStake(hotkey_ss58=validator_hotkey, netuid=0, amount_tao=tao(10_000))
        succeeded(await chain.execute(intent, miner))
        expect(await stake_of(chain, bob, validator_hotkey, 0) == tao(10_000).rao)

    with step("register a second subnet, for root is paid when the prices of subnets come to more than 1"):
        succeeded(await chain.execute(bt.RegisterSubnet(), second))
        succeeded(await chain.execute(bt.StartCall(netuid=SECOND), second))
        # The chain claims for its stakers by itself, a few in each block: not here.
        await sudo(chain, calls.SubtensorModule.sudo_set_num_root_claims(new_value=0))
        admin = calls.AdminUtils
        await sudo(chain, admin.sudo_set_subnet_moving_alpha(alpha={"bits": 1 << 32}))
        for netuid in (NETUID, SECOND):
            await sudo(chain, admin.sudo_set_ema_price_halving_period(netuid=netuid, ema_halving=1))

    async def claimed():
        succeeded(await chain.execute(bt.ClaimRoot(subnets=[NETUID]), miner))
        return await chain.query(items.RootClaimed, [NETUID, validator_hotkey, bob])

    with step("claim what root earned") as note:
        succeeded(await chain.execute(bt.SetRootClaimType(claim_type="Keep"), miner))
        expect("Keep" in str(await chain.read("root_claim_type", coldkey_ss58=bob)))
        await sudo(chain, calls.SubtensorModule.sudo_set_root_claim_threshold(netuid=NETUID, new_value=0))
        before = await stake_of(chain, bob, validator_hotkey)
        amount = await wait_until(claimed)
        expect(await stake_of(chain, bob, validator_hotkey) >= before + amount - 1, before, amount)
        note(f"{amount} alpha rao")
