"""bittensor 11 stays connected while a chain's rules change: for each line of its input it pays, and prints one line."""

import asyncio
import sys
from importlib.metadata import version

import bittensor as bt
from steps import expect

from sdk_11.people import dave, miner, succeeded, tao


async def main():
    async with bt.Client(sys.argv[1], fallback_endpoints=[], archive_endpoints=[]) as chain:
        while await asyncio.to_thread(sys.stdin.readline):
            try:
                before = (await chain.balances.get(dave)).rao
                succeeded(await chain.execute(bt.Transfer(dest_ss58=dave, amount_tao=tao(1)), miner))
                after = (await chain.balances.get(dave)).rao
                expect(after == before + tao(1).rao, before, after)
                print(f"ok bittensor {version('bittensor')} paid, block {await chain.block()}", flush=True)
            except Exception as error:
                print(f"{type(error).__name__}: {error}".replace("\n", " "), flush=True)


asyncio.run(main())
