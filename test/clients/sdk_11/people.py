"""Who acts through bittensor 11: development keys, and what every part of the session does with the chain."""

import asyncio
from dataclasses import dataclass
from typing import Any

import bittensor as bt
from bittensor.keyfiles import Keypair
from steps import expect

NETUID = 2


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
dave = Keypair.create_from_uri("//Dave").ss58_address
tao, items, calls = bt.tao, bt.storage.SubtensorModule, bt.calls
uid, validator_uid = 1, 2


def succeeded(result):
    expect(result.success, result.message, result.error)
    return result


def refused(result, why):
    """The chain's error has this name, or the answer holds these words."""
    expect(not result.success and (result.error.name == why or why in str(result.message)), result.error.name, result)


async def sudo(chain, call):
    succeeded(await chain.submit_call(calls.Sudo.sudo(call=await chain.compose(call)), owner))


async def stake_of(chain, coldkey, hotkey_ss58, netuid=NETUID):
    """In alpha rao."""
    return (await chain.staking.get(coldkey, hotkey_ss58, netuid)).rao


async def balance_of(chain, coldkey):
    return (await chain.balances.get(coldkey)).rao


async def wait_until(holds, seconds=60):
    async with asyncio.timeout(seconds):
        while not (found := await holds()):
            await asyncio.sleep(0.1)
    return found
