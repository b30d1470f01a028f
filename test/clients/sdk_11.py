"""bittensor 11 (SDK) on a fresh chain: from a connection to a paid miner. Argument: the node's ws:// address."""

import asyncio
import sys
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import bittensor as bt
from bittensor.keyfiles import Keypair
from steps import expect, hand_over, step

url = sys.argv[1]


@dataclass
class Keys:
    """Development keys in the shape of a wallet."""

    coldkey: Any
    hotkey: Any

    @property
    def coldkeypub(self):
        return self.coldkey

    @property
    def hotkeypub(self):
        return self.hotkey


def keys_of(coldkey_uri, hotkey_uri):
    return Keys(Keypair.create_from_uri(coldkey_uri), Keypair.create_from_uri(hotkey_uri))


owner = keys_of("//Alice", "//Alice//owner")
validator = keys_of("//Alice", "//Alice//validator")
miner = keys_of("//Bob", "//Bob//miner")
alice, bob = owner.coldkey.ss58_address, miner.coldkey.ss58_address
hotkey, validator_hotkey = miner.hotkey.ss58_address, validator.hotkey.ss58_address
tao, st, api, calls = bt.tao, bt.storage.SubtensorModule, bt.runtime_api, bt.calls


def succeeded(result):
    expect(result.success, result.message, result.error)
    return result


async def wait_until(holds, seconds=30):
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.1)


async def session(chain):
    execute = chain.execute

    async def sudo(call):
        return succeeded(await chain.submit_call(calls.Sudo.sudo(call=await chain.compose(call)), owner))

    with step("connect") as note:
        expect(await chain.is_fast_blocks())
        note(f"bittensor {version('bittensor')}")
        note(f"block {await chain.block()}")

    with step("read balances") as note:
        balance = await chain.balances.get(bob)
        expect(balance.rao == 10**15, balance)
        many = await chain.read("balances", coldkey_ss58s=[alice, bob])
        expect(many[bob] == balance, many)
        expect((await chain.read("existential_deposit")).rao == 500)
        note(balance)

    with step("read subnets") as note:
        subnets = await chain.subnets.all()
        expect([subnet.netuid for subnet in subnets] == [0, 1], subnets)
        expect(subnets[1].tempo == 100, subnets[1])
        settings = await chain.read("subnet_hyperparameters", netuid=1)
        expect(settings["tempo"] == 100, settings)
        note(f"registration cost {await chain.read('subnet_registration_cost')}")

    with step("read metagraphs"):
        graph = await chain.read("metagraph", netuid=1)
        neurons = await chain.read("neurons", netuid=1)
        expect(graph["netuid"] == 1 and graph["num_uids"] == len(neurons), graph["num_uids"], neurons)

    with step("read the past"):
        early = await chain.at(1)
        expect((await early.read("balance", coldkey_ss58=bob)).rao == 10**15)
        expect((await chain.timestamp()).timestamp() > 1_700_000_000)
        info = await chain.block_info(1)
        expect(info.number == 1 and len(info.extrinsics) == 2, info)

    with step("transfer, and pay its fee") as note:
        dave = Keypair.create_from_uri("//Dave").ss58_address
        before = (await chain.balances.get(dave)).rao, (await chain.balances.get(bob)).rao
        intent = bt.Transfer(dest_ss58=dave, amount_tao=tao(10))
        quoted = (await chain.plan(intent, miner)).fee
        result = succeeded(await execute(intent, miner))
        fee = before[1] - (await chain.balances.get(bob)).rao - tao(10).rao
        expect((await chain.balances.get(dave)).rao == before[0] + tao(10).rao)
        # The quote is for an immortal extrinsic, what is sent is mortal: a byte, and so a rao, more.
        expect(result.fee.rao == fee == quoted.rao + 1, result.fee, fee, quoted)
        note(f"fee {fee} rao")

    with step("be told why a call fails"):
        nobody = keys_of("//Nobody", "//Nobody//hotkey")
        refused = await chain.submit_call(calls.Balances.transfer_keep_alive(dest=dave, value=1), nobody)
        expect(not refused.success and "Inability to pay some fees" in str(refused.message), refused)
        call = calls.SubtensorModule.remove_stake(hotkey=dave, netuid=1, amount_unstaked=10**9)
        failed = await chain.submit_call(call, miner)
        expect(not failed.success and failed.error.code == bt.ErrorCode.SUBTOKEN_DISABLED, failed)

    with step("register a subnet") as note:
        result = succeeded(await execute(bt.RegisterSubnet(), owner))
        netuid = max(subnet.netuid for subnet in await chain.subnets.all())
        expect(netuid == 2, netuid)
        expect(await chain.query(st.SubnetOwner, [netuid]) == alice)
        note(f"netuid {netuid}")

    with step("make it ready by sudo"):
        admin = calls.AdminUtils
        await sudo(admin.sudo_set_admin_freeze_window(window=0))
        await sudo(admin.sudo_set_stake_threshold(min_stake=0))
        await sudo(admin.sudo_set_commit_reveal_weights_enabled(netuid=netuid, enabled=False))
        await sudo(admin.sudo_set_weights_set_rate_limit(netuid=netuid, weights_set_rate_limit=0))
        expect(not await chain.read("commit_reveal_enabled", netuid=netuid))
        expect(await chain.query(st.WeightsSetRateLimit, [netuid]) == 0)

    with step("start it"):
        succeeded(await execute(bt.StartCall(netuid=netuid), owner))
        expect(await chain.query(st.SubtokenEnabled, [netuid]))

    with step("register a miner and a validator") as note:
        succeeded(await execute(bt.BurnedRegister(netuid=netuid), miner))
        succeeded(await execute(bt.BurnedRegister(netuid=netuid), validator))
        uid = await chain.read("uid", hotkey_ss58=hotkey, netuid=netuid)
        validator_uid = await chain.read("uid", hotkey_ss58=validator_hotkey, netuid=netuid)
        expect((uid, validator_uid) == (1, 2), uid, validator_uid)
        expect(await chain.read("hotkey_owner", hotkey_ss58=hotkey) == bob)
        note(f"uids {uid} and {validator_uid}")

    with step("stake") as note:
        intent = bt.AddStake(hotkey_ss58=validator_hotkey, netuid=netuid, amount_tao=tao(100), slippage_protection=False)
        succeeded(await execute(intent, validator))
        stake = await chain.staking.get(alice, validator_hotkey, netuid)
        expect(stake.rao > 0, stake)
        positions = await chain.read("stake_for_coldkey", coldkey_ss58=alice)
        expect(any(one.hotkey == validator_hotkey and one.netuid == netuid for one in positions), positions)
        note(stake)

    async def permitted():
        return (await chain.query(st.ValidatorPermit, [netuid]))[validator_uid]

    async def paid():
        return (await chain.read("neurons", netuid=netuid))[uid].raw["incentive"] > 0

    with step("get the validator's permit at the epoch"):
        await wait_until(permitted)

    with step("set weights"):
        succeeded(await execute(bt.SetWeights(netuid=netuid, weights={uid: 1.0}), validator))
        expect(await chain.query(st.Weights, [netuid, validator_uid]) == [(uid, 65535)])

    with step("see the miner paid after the epoch") as note:
        await wait_until(paid)
        block = await chain.block()
        then = await chain.at(block)
        neuron = (await then.read("neurons", netuid=netuid))[uid]
        graph = await then.read("metagraph", netuid=netuid)
        incentive, emission = graph["incentives"][uid], graph["emission"][uid]
        stake = await then.read("stake", coldkey_ss58=bob, hotkey_ss58=hotkey, netuid=netuid)
        expect((neuron.raw["incentive"], neuron.raw["emission"]) == (incentive, emission), neuron.raw)
        expect(graph["alpha_stake"][uid] == stake.rao, graph["alpha_stake"], stake)
        hand_over(block=block, netuid=netuid, uid=uid, incentive=incentive, emission=emission, stake=stake.rao)
        note(f"incentive {incentive}, emission {emission}, stake {stake.rao}")


async def main():
    async with bt.Client(url, fallback_endpoints=[], archive_endpoints=[]) as chain:
        await session(chain)


asyncio.run(main())
