"""bittensor 11 (SDK) on a fresh chain: the whole life of a subnet. Argument: the node's ws:// address."""

import asyncio
import sys

import bittensor as bt

from sdk_11 import commitments, ending, family, miner, reading, staking

parts = [
    reading.read_the_chain,
    reading.pay,
    miner.make_subnet,
    miner.join_subnet,
    miner.earn,
    commitments.change_settings,
    commitments.commit,
    family.have_children,
    family.change_takes,
    family.claim_root,
    staking.travel,
    staking.stake_shielded,
    staking.come_back,
    family.revoke_children,
    ending.swap_keys,
    ending.dissolve,
]


async def main():
    async with bt.Client(sys.argv[1], fallback_endpoints=[], archive_endpoints=[]) as chain:
        for part in parts:
            await part(chain)


asyncio.run(main())
