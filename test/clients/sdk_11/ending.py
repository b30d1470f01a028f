"""bittensor 11: keys are swapped, and the subnet ends. Only root may dissolve it by these rules."""

import bittensor as bt
from bittensor.keyfiles import Keypair
from steps import expect, step

from sdk_11.people import NETUID, alice, balance_of, bob, calls, hotkey, items, miner, owner, refused, stake_of
from sdk_11.people import succeeded, sudo, validator_hotkey, wait_until

new_hotkey = Keypair.create_from_uri("//Bob//second").ss58_address
new_coldkey = Keypair.create_from_uri("//Bob//new").ss58_address


async def swap_keys(chain):
    with step("swap a hotkey"):
        earned = await stake_of(chain, bob, hotkey)
        succeeded(await chain.execute(bt.SwapHotkey(new_hotkey_ss58=new_hotkey), miner))
        expect(await chain.read("hotkey_owner", hotkey_ss58=new_hotkey) == bob)
        expect(await chain.read("uid", hotkey_ss58=new_hotkey, netuid=NETUID) == 1)
        expect(await stake_of(chain, bob, hotkey) == 0 and await stake_of(chain, bob, new_hotkey) >= earned > 0)

    with step("swap a coldkey"):
        await sudo(chain, calls.AdminUtils.sudo_set_coldkey_swap_announcement_delay(duration=4))
        succeeded(await chain.execute(bt.AnnounceColdkeySwap(new_coldkey_ss58=new_coldkey), miner))
        due, _ = await chain.query(items.ColdkeySwapAnnouncements, [bob])
        refused(await chain.execute(bt.Transfer(dest_ss58=alice, amount_tao=1), miner), "Custom error: 0")

        async def time_has_come():
            return await chain.block() > due

        await wait_until(time_has_come)
        succeeded(await chain.execute(bt.SwapColdkeyAnnounced(new_coldkey_ss58=new_coldkey), miner))
        expect(await chain.read("hotkey_owner", hotkey_ss58=new_hotkey) == new_coldkey)
        expect(await stake_of(chain, new_coldkey, validator_hotkey, 0) > 0 and await balance_of(chain, bob) == 0)


async def dissolve(chain):
    with step("be refused to dissolve as the owner"):
        call = calls.SubtensorModule.dissolve_network(coldkey=alice, netuid=NETUID)
        refused(await chain.submit_call(call, owner), "BadOrigin")
        expect(await chain.query(items.NetworksAdded, [NETUID]))

    with step("dissolve the subnet by sudo"):
        before = await balance_of(chain, alice)
        await sudo(chain, calls.SubtensorModule.root_dissolve_network(netuid=NETUID))
        left = [subnet.netuid for subnet in await chain.subnets.all()]
        expect(left == [0, 1, 3] and not await chain.query(items.NetworksAdded, [NETUID]), left)
        # Who held its alpha has its part of the pool, in TAO.
        expect(await stake_of(chain, alice, validator_hotkey) == 0 and await balance_of(chain, alice) > before)
