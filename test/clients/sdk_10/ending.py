"""bittensor 10: keys are swapped, and the subnet ends. Only root may dissolve it by these rules."""

from bittensor_wallet import Keypair
from bittensor.core.chain_data import SubnetIdentity
from steps import expect, step

from sdk_10.people import NETUID, alice, bob, chain, hotkey, miner, owner, read, send, stake_of, succeeded, sudo
from sdk_10.people import validator_hotkey, wait_until

new_hotkey = Keypair.create_from_uri("//Bob//second").ss58_address
new_coldkey = Keypair.create_from_uri("//Bob//new").ss58_address


def describe():
    with step("set the identity of the subnet"):
        names = "github_repo subnet_contact subnet_url logo_url discord description additional".split()
        identity = SubnetIdentity(subnet_name="life", **{name: f"https://life.example/{name}" for name in names})
        succeeded(chain.set_subnet_identity(wallet=owner, netuid=NETUID, subnet_identity=identity))
        expect(chain.subnet(NETUID).subnet_identity == identity, chain.subnet(NETUID).subnet_identity)


def swap_keys():
    with step("swap a hotkey"):
        earned = stake_of(bob, hotkey)
        said = {"hotkey": hotkey, "new_hotkey": new_hotkey, "netuid": None, "keep_stake": False}
        send("SubtensorModule", "swap_hotkey_v2", miner, **said)
        expect(chain.get_hotkey_owner(new_hotkey) == bob)
        expect(chain.get_uid_for_hotkey_on_subnet(new_hotkey, NETUID) == 1)
        expect(stake_of(bob, hotkey) == 0 and stake_of(bob, new_hotkey) >= earned)

    with step("swap a coldkey"):
        sudo("sudo_set_coldkey_swap_announcement_delay", duration=4)
        succeeded(chain.announce_coldkey_swap(wallet=miner, new_coldkey_ss58=new_coldkey))
        expect(chain.get_coldkey_swap_announcement(bob).execution_block > 0)
        response = chain.transfer(wallet=miner, destination_ss58=alice, amount=chain.get_existential_deposit())
        # The pool refuses what a coldkey sends that is about to be swapped.
        expect(not response.success and "Custom error: 0" in str(response.message), response)
        due = chain.get_coldkey_swap_announcement(bob).execution_block
        wait_until(lambda: chain.block > due)
        succeeded(chain.swap_coldkey_announced(wallet=miner, new_coldkey_ss58=new_coldkey))
        expect(chain.get_hotkey_owner(new_hotkey) == new_coldkey)
        expect(stake_of(new_coldkey, validator_hotkey, 0) > 0 and chain.get_balance(bob).rao == 0)


def dissolve():
    with step("be refused to dissolve as the owner"):
        call = chain.compose_call("SubtensorModule", "dissolve_network", {"coldkey": alice, "netuid": NETUID})
        response = chain.sign_and_send_extrinsic(call=call, wallet=owner)
        expect(not response.success and "BadOrigin" in str(response.message), response)
        expect(chain.subnet_exists(NETUID))

    with step("dissolve the subnet by sudo"):
        before = chain.get_balance(alice)
        sudo("root_dissolve_network", module="SubtensorModule", netuid=NETUID)
        expect(not chain.subnet_exists(NETUID) and chain.get_all_subnets_netuid() == [0, 1, 3])
        expect(read("SubnetworkN", NETUID) == 0)
        # Who held its alpha has its part of the pool, in TAO.
        expect(stake_of(alice, validator_hotkey) == 0 and chain.get_balance(alice) > before)
