"""bittensor 10 reads a chain, pays a fee and is told what is wrong."""

import bittensor as bt
from steps import expect, step

from sdk_10.people import alice, bob, chain, dave, miner, succeeded, tao, wallet_of


def read_the_chain():
    with step("connect") as note:
        expect(chain.is_fast_blocks())
        note(f"bittensor {bt.__version__}")
        note(f"block {chain.block}")

    with step("read balances") as note:
        balance = chain.get_balance(bob)
        expect(balance == tao(1_000_000), balance)
        expect(chain.get_balances(alice, bob)[bob] == balance)
        expect(chain.get_existential_deposit().rao == 500)
        note(balance)

    with step("read subnets") as note:
        subnet = chain.subnet(1)
        expect(subnet.tempo == chain.tempo(1) == 100 and subnet.price.rao > 0, subnet)
        # 10.2 wants Swap.AlphaSqrtPrice, which these rules do not have, and then divides by root's alpha reserve, which is 0.
        if not bt.__version__.startswith("10.2."):
            expect([one.netuid for one in chain.all_subnets()] == [0, 1])
            expect(chain.get_subnet_prices()[1] == chain.get_subnet_price(1))
        expect(chain.get_subnet_hyperparameters(1).tempo == 100)
        expect(chain.get_all_subnets_netuid() == [0, 1])
        expect(len(chain.get_all_subnets_info()) == 2)
        note(f"burn cost {chain.get_subnet_burn_cost()}")

    with step("read metagraphs"):
        graph = chain.metagraph(1)
        expect(int(graph.n) == len(chain.neurons_lite(1)) == chain.subnetwork_n(1), graph.n)
        info = chain.get_metagraph_info(1)
        expect(info.netuid == 1 and info.max_uids == 256, info.max_uids)

    with step("read the past"):
        expect(chain.get_balance(bob, block=1) == tao(1_000_000))
        expect(chain.get_timestamp().timestamp() > 1_700_000_000)
        expect(chain.get_block_hash(1).startswith("0x"))


def pay():
    with step("transfer, and pay its fee") as note:
        before = chain.get_balance(dave), chain.get_balance(bob)
        quoted = chain.get_transfer_fee(wallet=miner, destination_ss58=dave, amount=tao(10))
        response = succeeded(chain.transfer(wallet=miner, destination_ss58=dave, amount=tao(10)))
        expect(chain.get_balance(dave) == before[0] + tao(10))
        # The client asks for the price of an immortal extrinsic and sends a mortal one: a byte, and so a rao, more.
        fee = response.extrinsic_fee
        expect(fee.rao == quoted.rao + 1, fee, quoted)
        expect(before[1] - chain.get_balance(bob) == tao(10) + fee)
        note(f"fee {fee.rao} rao")

    with step("be told why a call fails"):
        call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": dave, "value": 1})
        response = chain.sign_and_send_extrinsic(call=call, wallet=wallet_of("//Nobody", "//Nobody//hotkey"))
        expect(not response.success and "Inability to pay some fees" in response.message, response)
        params = {"hotkey": dave, "netuid": 1, "amount_unstaked": 10**9}
        call = chain.compose_call("SubtensorModule", "remove_stake", params)
        response = chain.sign_and_send_extrinsic(call=call, wallet=miner)
        expect(not response.success and "SubtokenDisabled" in response.message, response)
