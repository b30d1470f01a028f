"""bittensor 10 takes a subnet from its registration to a paid miner."""

from steps import expect, hand_over, step

from sdk_10.people import NETUID, alice, bob, chain, hotkey, miner, owner, read, succeeded, sudo, tao, validator
from sdk_10.people import validator_hotkey, wait_until

uid, validator_uid = 1, 2


def make_subnet():
    with step("register a subnet") as note:
        succeeded(chain.register_subnet(wallet=owner))
        expect(chain.get_total_subnets() == 3)
        expect(chain.subnet(NETUID).owner_coldkey == alice)
        note(f"netuid {NETUID}")

    with step("make it ready by sudo"):
        sudo("sudo_set_admin_freeze_window", window=0)
        sudo("sudo_set_stake_threshold", min_stake=0)
        sudo("sudo_set_commit_reveal_weights_enabled", netuid=NETUID, enabled=False)
        sudo("sudo_set_weights_set_rate_limit", netuid=NETUID, weights_set_rate_limit=0)
        expect(not chain.commit_reveal_enabled(NETUID))
        expect(chain.weights_rate_limit(NETUID) == 0)

    with step("start it"):
        succeeded(chain.start_call(wallet=owner, netuid=NETUID))
        expect(chain.is_subnet_active(NETUID))


def join_subnet():
    with step("register a miner and a validator") as note:
        succeeded(chain.burned_register(wallet=miner, netuid=NETUID))
        succeeded(chain.burned_register(wallet=validator, netuid=NETUID))
        uids = [chain.get_uid_for_hotkey_on_subnet(key, NETUID) for key in (hotkey, validator_hotkey)]
        expect(uids == [uid, validator_uid], uids)
        expect(chain.is_hotkey_registered(hotkey_ss58=hotkey, netuid=NETUID))
        expect(chain.neuron_for_uid(uid, NETUID).coldkey == bob)
        note(f"uids {uid} and {validator_uid}")

    with step("stake") as note:
        amount = tao(100)
        quote = chain.sim_swap(origin_netuid=0, destination_netuid=NETUID, amount=amount)
        succeeded(chain.add_stake(wallet=validator, netuid=NETUID, hotkey_ss58=validator_hotkey, amount=amount))
        stake = chain.get_stake(alice, validator_hotkey, NETUID)
        expect(stake.rao >= quote.alpha_amount.rao > 0, stake, quote.alpha_amount)
        positions = chain.get_stake_info_for_coldkey(alice)
        expect(any(one.hotkey_ss58 == validator_hotkey and one.netuid == NETUID for one in positions))
        note(stake)

    with step("get the validator's permit at the epoch"):
        wait_until(lambda: read("ValidatorPermit", NETUID)[validator_uid])


def earn():
    with step("set weights"):
        succeeded(chain.set_weights(wallet=validator, netuid=NETUID, uids=[uid], weights=[1.0]))
        expect(dict(chain.weights(NETUID))[validator_uid] == [(uid, 65535)], chain.weights(NETUID))

    with step("see the miner paid after the epoch") as note:
        wait_until(lambda: chain.neurons_lite(NETUID)[uid].incentive > 0)
        block = chain.block
        info = chain.get_metagraph_info(NETUID, block=block)
        state = chain.query_runtime_api("SubnetInfoRuntimeApi", "get_subnet_state", params=[NETUID], block=block)
        incentive, emission = state["incentives"][uid], state["emission"][uid]
        stake = chain.get_stake(bob, hotkey, NETUID, block=block)
        expect(abs(info.incentives[uid] - incentive / 65535) < 1e-9, info.incentives, incentive)
        expect(info.emission[uid].rao == emission, info.emission[uid], emission)
        expect(info.alpha_stake[uid].rao == stake.rao, info.alpha_stake, stake)
        graph = chain.metagraph(NETUID, lite=False, block=block)
        expect(graph.I[uid] == 1.0 and graph.W[validator_uid][uid] > 0, graph.I, graph.W)
        hand_over(block=block, netuid=NETUID, uid=uid, incentive=incentive, emission=emission, stake=stake.rao)
        note(f"incentive {incentive}, emission {emission}, stake {stake.rao}")
