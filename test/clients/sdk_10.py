"""bittensor 10 (SDK) on a fresh chain: from a connection to a paid miner. Argument: the node's ws:// address."""

import sys
import tempfile
import time

import bittensor as bt
from bittensor.utils.balance import Balance
from bittensor_wallet import Keypair, Wallet
from steps import expect, hand_over, step

url = sys.argv[1]


def wallet_of(coldkey_uri, hotkey_uri):
    wallet = Wallet(path=tempfile.mkdtemp(prefix="subtensor-wallet-"))
    wallet.set_coldkey(keypair=Keypair.create_from_uri(coldkey_uri), encrypt=False, overwrite=True)
    wallet.set_coldkeypub(keypair=Keypair.create_from_uri(coldkey_uri), encrypt=False, overwrite=True)
    wallet.set_hotkey(keypair=Keypair.create_from_uri(hotkey_uri), encrypt=False, overwrite=True)
    return wallet


owner = wallet_of("//Alice", "//Alice//owner")
validator = wallet_of("//Alice", "//Alice//validator")
miner = wallet_of("//Bob", "//Bob//miner")
alice, bob = owner.coldkeypub.ss58_address, miner.coldkeypub.ss58_address
tao = Balance.from_tao


def succeeded(response):
    expect(response.success, response.message, response.error)
    return response


def sudo(name, **params):
    inner = chain.compose_call(call_module="AdminUtils", call_function=name, call_params=params)
    call = chain.compose_call(call_module="Sudo", call_function="sudo", call_params={"call": inner})
    return succeeded(chain.sign_and_send_extrinsic(call=call, wallet=owner))


def wait_until(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        expect(time.monotonic() < end, f"nothing after {seconds} s")
        time.sleep(0.1)


with step("connect") as note:
    chain = bt.Subtensor(network=url)
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

with step("transfer, and pay its fee") as note:
    dave = Keypair.create_from_uri("//Dave").ss58_address
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

with step("register a subnet") as note:
    succeeded(chain.register_subnet(wallet=owner))
    expect(chain.get_total_subnets() == 3)
    netuid = 2
    expect(chain.subnet(netuid).owner_coldkey == alice)
    note(f"netuid {netuid}")

with step("make it ready by sudo"):
    sudo("sudo_set_admin_freeze_window", window=0)
    sudo("sudo_set_stake_threshold", min_stake=0)
    sudo("sudo_set_commit_reveal_weights_enabled", netuid=netuid, enabled=False)
    sudo("sudo_set_weights_set_rate_limit", netuid=netuid, weights_set_rate_limit=0)
    expect(not chain.commit_reveal_enabled(netuid))
    expect(chain.weights_rate_limit(netuid) == 0)

with step("start it"):
    succeeded(chain.start_call(wallet=owner, netuid=netuid))
    expect(chain.is_subnet_active(netuid))

with step("register a miner and a validator") as note:
    succeeded(chain.burned_register(wallet=miner, netuid=netuid))
    succeeded(chain.burned_register(wallet=validator, netuid=netuid))
    hotkey = miner.hotkey.ss58_address
    uid = chain.get_uid_for_hotkey_on_subnet(hotkey, netuid)
    validator_uid = chain.get_uid_for_hotkey_on_subnet(validator.hotkey.ss58_address, netuid)
    expect((uid, validator_uid) == (1, 2), uid, validator_uid)
    expect(chain.is_hotkey_registered(hotkey_ss58=hotkey, netuid=netuid))
    expect(chain.neuron_for_uid(uid, netuid).coldkey == bob)
    note(f"uids {uid} and {validator_uid}")

with step("stake") as note:
    amount = tao(100)
    quote = chain.sim_swap(origin_netuid=0, destination_netuid=netuid, amount=amount)
    succeeded(
        chain.add_stake(wallet=validator, netuid=netuid, hotkey_ss58=validator.hotkey.ss58_address, amount=amount)
    )
    stake = chain.get_stake(alice, validator.hotkey.ss58_address, netuid)
    expect(stake.rao >= quote.alpha_amount.rao > 0, stake, quote.alpha_amount)
    positions = chain.get_stake_info_for_coldkey(alice)
    expect(any(one.hotkey_ss58 == validator.hotkey.ss58_address and one.netuid == netuid for one in positions))
    note(stake)

with step("get the validator's permit at the epoch"):
    wait_until(lambda: chain.query_subtensor("ValidatorPermit", params=[netuid])[validator_uid])

with step("set weights"):
    succeeded(chain.set_weights(wallet=validator, netuid=netuid, uids=[uid], weights=[1.0]))
    expect(dict(chain.weights(netuid))[validator_uid] == [(uid, 65535)], chain.weights(netuid))

with step("see the miner paid after the epoch") as note:
    wait_until(lambda: chain.neurons_lite(netuid)[uid].incentive > 0)
    block = chain.block
    info = chain.get_metagraph_info(netuid, block=block)
    state = chain.query_runtime_api("SubnetInfoRuntimeApi", "get_subnet_state", params=[netuid], block=block)
    incentive, emission = state["incentives"][uid], state["emission"][uid]
    stake = chain.get_stake(bob, hotkey, netuid, block=block)
    expect(abs(info.incentives[uid] - incentive / 65535) < 1e-9, info.incentives, incentive)
    expect(info.emission[uid].rao == emission, info.emission[uid], emission)
    expect(info.alpha_stake[uid].rao == stake.rao, info.alpha_stake, stake)
    graph = chain.metagraph(netuid, lite=False, block=block)
    expect(graph.I[uid] == 1.0 and graph.W[validator_uid][uid] > 0, graph.I, graph.W)
    hand_over(block=block, netuid=netuid, uid=uid, incentive=incentive, emission=emission, stake=stake.rao)
    note(f"incentive {incentive}, emission {emission}, stake {stake.rao}")

chain.close()
