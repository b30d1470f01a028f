"""bittensor 10 with commit-reveal on: weights that are hidden at first, and a commitment that is not."""

from steps import expect, step

from sdk_10.people import NETUID, chain, hotkey, miner, owner, read, send, succeeded, sudo, validator
from sdk_10.people import validator_hotkey, wait_until
from sdk_10.miner import uid, validator_uid


def commits():
    """What TimelockedWeightCommits holds of the subnet, by epoch. Keys and values are asked for apart: of one block, then."""
    head = chain.substrate.get_chain_head()
    held = chain.substrate.query_map("SubtensorModule", "TimelockedWeightCommits", params=[NETUID], block_hash=head)
    rows = [(int(getattr(epoch, "value", epoch)), getattr(value, "value", value)) for epoch, value in held]
    return {epoch: value for epoch, value in rows if value}


def commit_and_reveal():
    with step("commit weights for the public drand chain, whose pulses do not come") as note:
        sudo("sudo_set_commit_reveal_weights_enabled", netuid=NETUID, enabled=True)
        expect(chain.commit_reveal_enabled(NETUID))
        before = chain.weights(NETUID)
        weights = {"uids": [uid, validator_uid], "weights": [0.5, 0.5]}
        succeeded(chain.set_weights(wallet=validator, netuid=NETUID, block_time=0.25, **weights))
        held = wait_until(commits)
        [(epoch, rows)] = held.items()
        expect(len(rows) == 1 and validator_hotkey in str(rows), held)
        wait_until(lambda: not commits())
        expect(dict(chain.weights(NETUID)) == dict(before), chain.weights(NETUID))
        now = read("SubnetEpochIndex", NETUID)
        period = chain.get_subnet_reveal_period_epochs(NETUID)
        expect(now >= epoch + period, now, epoch, period)
        note(f"committed in epoch {epoch}, gone in epoch {now}")

    with step("commit a hash of weights, and reveal them"):
        sudo("sudo_set_tempo", netuid=NETUID, tempo=40)
        said = {"netuid": NETUID, "uids": [uid], "weights": [65535], "salt": [1, 2, 3]}
        said |= {"wait_for_inclusion": True, "version_key": 0}
        # A commit is revealed one epoch later, not earlier: the start of an epoch leaves time for both.
        start = read("SubnetEpochIndex", NETUID)
        wait_until(lambda: read("SubnetEpochIndex", NETUID) > start)
        succeeded(chain.commit_weights(wallet=validator, **said))
        expect(read("WeightCommits", NETUID, validator_hotkey))
        epoch = read("SubnetEpochIndex", NETUID)
        wait_until(lambda: read("SubnetEpochIndex", NETUID) > epoch)
        succeeded(chain.reveal_weights(wallet=validator, **said))
        expect(dict(chain.weights(NETUID))[validator_uid] == [(uid, 65535)], chain.weights(NETUID))
        expect(not read("WeightCommits", NETUID, validator_hotkey))
        sudo("sudo_set_tempo", netuid=NETUID, tempo=10)

    with step("commit a text"):
        succeeded(chain.set_commitment(wallet=miner, netuid=NETUID, data="where the model is"))
        expect(chain.get_commitment(NETUID, uid) == "where the model is")
        expect(chain.get_all_commitments(NETUID) == {hotkey: "where the model is"})


def change_settings():
    with step("set hyperparameters as the owner"):
        sudo("sudo_set_owner_hparam_rate_limit", epochs=0)
        send("AdminUtils", "sudo_set_immunity_period", owner, netuid=NETUID, immunity_period=77)
        expect(chain.immunity_period(NETUID) == 77)
        send("AdminUtils", "sudo_set_serving_rate_limit", owner, netuid=NETUID, serving_rate_limit=0)
        found = chain.get_subnet_hyperparameters(NETUID)
        expect((found.immunity_period, found.serving_rate_limit) == (77, 0), found)

    with step("be refused what is the owner's"):
        params = {"netuid": NETUID, "immunity_period": 78}
        call = chain.compose_call("AdminUtils", "sudo_set_immunity_period", params)
        response = chain.sign_and_send_extrinsic(call=call, wallet=miner)
        expect(not response.success and "BadOrigin" in str(response.message), response)
        expect(chain.immunity_period(NETUID) == 77)
