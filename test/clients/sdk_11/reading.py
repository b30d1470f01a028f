"""bittensor 11 reads a chain, pays a fee and is told what is wrong."""

from importlib.metadata import version

import bittensor as bt
from steps import expect, step

from sdk_11.people import alice, bob, calls, dave, keys_of, miner, succeeded, tao


async def read_the_chain(chain):
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


async def pay(chain):
    with step("transfer, and pay its fee") as note:
        before = (await chain.balances.get(dave)).rao, (await chain.balances.get(bob)).rao
        intent = bt.Transfer(dest_ss58=dave, amount_tao=tao(10))
        quoted = (await chain.plan(intent, miner)).fee
        result = succeeded(await chain.execute(intent, miner))
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
