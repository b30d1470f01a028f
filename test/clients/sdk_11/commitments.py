"""bittensor 11 with commit-reveal on, and what an owner sets."""

import bittensor as bt
from steps import expect, step

from sdk_11.people import NETUID, calls, items, miner, owner, refused, succeeded, sudo, uid, validator
from sdk_11.people import validator_uid, wait_until


async def commits(chain):
    """What TimelockedWeightCommits holds of the subnet: what was committed, by epoch."""
    rows = await chain.query_map(items.TimelockedWeightCommits, [NETUID])
    return {key[-1] if isinstance(key, (list, tuple)) else key: value for key, value in rows if value}


async def commit(chain):
    with step("commit weights for the public drand chain, whose pulses do not come") as note:
        await sudo(chain, calls.AdminUtils.sudo_set_commit_reveal_weights_enabled(netuid=NETUID, enabled=True))
        before = await chain.query_map(items.Weights, [NETUID])
        intent = bt.SetWeights(netuid=NETUID, weights={uid: 0.5, validator_uid: 0.5})
        succeeded(await chain.execute(intent, validator))
        held = await wait_until(lambda: commits(chain))
        [(epoch, rows)] = held.items()
        expect(len(rows) == 1, held)

        async def gone():
            return not await commits(chain)

        await wait_until(gone)
        expect(await chain.query_map(items.Weights, [NETUID]) == before)
        now = await chain.query(items.SubnetEpochIndex, [NETUID])
        expect(now >= epoch + await chain.query(items.RevealPeriodEpochs, [NETUID]), now, epoch)
        note(f"committed in epoch {epoch}, gone in epoch {now}")


async def change_settings(chain):
    with step("set hyperparameters as the owner"):
        await sudo(chain, calls.AdminUtils.sudo_set_owner_hparam_rate_limit(epochs=0))
        for name, value in (("immunity_period", 77), ("serving_rate_limit", 0)):
            succeeded(await chain.execute(bt.SetHyperparameter(netuid=NETUID, name=name, value=value), owner))
        found = await chain.read("subnet_hyperparameters", netuid=NETUID)
        expect((found["immunity_period"], found["serving_rate_limit"]) == (77, 0), found)

    with step("be refused what is the owner's"):
        intent = bt.SetHyperparameter(netuid=NETUID, name="immunity_period", value=78)
        refused(await chain.execute(intent, miner), "BadOrigin")
        expect(await chain.query(items.ImmunityPeriod, [NETUID]) == 77)

    with step("serve an axon"):
        succeeded(await chain.execute(bt.ServeAxon(netuid=NETUID, ip="192.0.2.7", port=8091), miner))
        axon = await chain.query(items.Axons, [NETUID, miner.hotkey.ss58_address])
        expect((axon["ip"], axon["port"]) == (0xC0000207, 8091), axon)

    with step("set identities"):
        identity = {"github_repo": "https://github.com/a/life", "description": "a whole life"}
        succeeded(await chain.execute(bt.SetSubnetIdentity(netuid=NETUID, subnet_name="life", **identity), owner))
        expect("life" in str(await chain.query(items.SubnetIdentitiesV3, [NETUID])))
        succeeded(await chain.execute(bt.SetIdentity(name="validator", **identity), validator))
        found = await chain.query(items.IdentitiesV2, [validator.coldkey.ss58_address])
        expect("validator" in str(found), found)
