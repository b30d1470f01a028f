"""bittensor 11 takes a subnet from its registration to a paid miner."""

import bittensor as bt
from steps import expect, hand_over, step

from sdk_11.people import NETUID, alice, bob, calls, hotkey, items, miner, owner, succeeded, sudo, tao, uid
from sdk_11.people import validator, validator_hotkey, validator_uid, wait_until


async def make_subnet(chain):
    with step("register a subnet") as note:
        result = succeeded(await chain.execute(bt.RegisterSubnet(), owner))
        added = [subnet.netuid for subnet in await chain.subnets.all()]
        expect(added == [0, 1, NETUID], added)
        expect(await chain.query(items.SubnetOwner, [NETUID]) == alice)
        note(f"netuid {NETUID}")

    with step("make it ready by sudo"):
        admin = calls.AdminUtils
        await sudo(chain, admin.sudo_set_admin_freeze_window(window=0))
        await sudo(chain, admin.sudo_set_stake_threshold(min_stake=0))
        await sudo(chain, admin.sudo_set_commit_reveal_weights_enabled(netuid=NETUID, enabled=False))
        await sudo(chain, admin.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0))
        expect(not await chain.read("commit_reveal_enabled", netuid=NETUID))
        expect(await chain.query(items.WeightsSetRateLimit, [NETUID]) == 0)

    with step("start it"):
        succeeded(await chain.execute(bt.StartCall(netuid=NETUID), owner))
        expect(await chain.query(items.SubtokenEnabled, [NETUID]))


async def join_subnet(chain):
    with step("register a miner and a validator") as note:
        succeeded(await chain.execute(bt.BurnedRegister(netuid=NETUID), miner))
        succeeded(await chain.execute(bt.BurnedRegister(netuid=NETUID), validator))
        uids = [await chain.read("uid", hotkey_ss58=key, netuid=NETUID) for key in (hotkey, validator_hotkey)]
        expect(uids == [uid, validator_uid], uids)
        expect(await chain.read("hotkey_owner", hotkey_ss58=hotkey) == bob)
        note(f"uids {uid} and {validator_uid}")

    with step("stake") as note:
        intent = bt.AddStake(hotkey_ss58=validator_hotkey, netuid=NETUID, amount_tao=tao(100), slippage_protection=False)
        succeeded(await chain.execute(intent, validator))
        stake = await chain.staking.get(alice, validator_hotkey, NETUID)
        expect(stake.rao > 0, stake)
        positions = await chain.read("stake_for_coldkey", coldkey_ss58=alice)
        expect(any(one.hotkey == validator_hotkey and one.netuid == NETUID for one in positions), positions)
        note(stake)


async def earn(chain):
    async def permitted():
        return (await chain.query(items.ValidatorPermit, [NETUID]))[validator_uid]

    async def paid():
        return (await chain.read("neurons", netuid=NETUID))[uid].raw["incentive"] > 0

    with step("get the validator's permit at the epoch"):
        await wait_until(permitted)

    with step("set weights"):
        succeeded(await chain.execute(bt.SetWeights(netuid=NETUID, weights={uid: 1.0}), validator))
        expect(await chain.query(items.Weights, [NETUID, validator_uid]) == [(uid, 65535)])

    with step("see the miner paid after the epoch") as note:
        await wait_until(paid)
        block = await chain.block()
        then = await chain.at(block)
        neuron = (await then.read("neurons", netuid=NETUID))[uid]
        graph = await then.read("metagraph", netuid=NETUID)
        incentive, emission = graph["incentives"][uid], graph["emission"][uid]
        stake = await then.read("stake", coldkey_ss58=bob, hotkey_ss58=hotkey, netuid=NETUID)
        expect((neuron.raw["incentive"], neuron.raw["emission"]) == (incentive, emission), neuron.raw)
        expect(graph["alpha_stake"][uid] == stake.rao, graph["alpha_stake"], stake)
        hand_over(block=block, netuid=NETUID, uid=uid, incentive=incentive, emission=emission, stake=stake.rao)
        note(f"incentive {incentive}, emission {emission}, stake {stake.rao}")
