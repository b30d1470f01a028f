"""The chain beside btcli: raw storage for what its commands must have changed, and the calls that btcli has no command for."""

import time

from async_substrate_interface.sync_substrate import SubstrateInterface
from bittensor_wallet import Keypair
from steps import expect

from btcli.program import url

alice = Keypair.create_from_uri("//Alice")
RAO = 10**9

connection = SubstrateInterface(url=url, ss58_format=42, chain_name="Bittensor")


def read(item, *keys, pallet="SubtensorModule", at=None):
    """A value of storage at the best block, or at the block of this number."""
    found = connection.query(pallet, item, list(keys), block_hash=None if at is None else connection.get_block_hash(at))
    return getattr(found, "value", found)


def balance(address):
    """The free balance, in rao."""
    return read("Account", address, pallet="System")["data"]["free"]


def alpha(hotkey, coldkey, netuid):
    """The stake of a coldkey on a hotkey, in alpha rao."""
    params = [hotkey, coldkey, netuid]
    api = "StakeInfoRuntimeApi", "get_stake_info_for_hotkey_coldkey_netuid"
    info = connection.runtime_call(*api, params)
    return getattr(info, "value", info)["stake"]


def block():
    return connection.get_block_number(None)


def block_of(answer):
    """The number of the block that a command says its extrinsic is in ("BLOCK-INDEX")."""
    return int(answer["extrinsic_identifier"].split("-")[0])


def send(pallet, function, signer, **params):
    """A call without a command, signed and included. Fails with the name of the chain's error."""
    call = connection.compose_call(call_module=pallet, call_function=function, call_params=params)
    extrinsic = connection.create_signed_extrinsic(call=call, keypair=signer)
    receipt = connection.submit_extrinsic(extrinsic, wait_for_inclusion=True)
    expect(receipt.is_success, function, receipt.error_message)


def sudo(pallet, function, **params):
    inner = connection.compose_call(call_module=pallet, call_function=function, call_params=params)
    send("Sudo", "sudo", alice, call=inner)
    results = [one for one in connection.get_events() if one["event_id"] == "Sudid"]
    expect("Err" not in str(results), function, results)


def wait_until(holds, seconds=30):
    """Asks again and again until something holds, and gives what it was."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        expect(time.monotonic() < end, f"nothing after {seconds} s")
        time.sleep(0.2)
    return found


def hold_nothing_back():
    """The waiting times that the rules put between an owner's or a validator's calls, away by sudo."""
    sudo("AdminUtils", "sudo_set_admin_freeze_window", window=0)
    sudo("AdminUtils", "sudo_set_owner_hparam_rate_limit", epochs=0)
    sudo("AdminUtils", "sudo_set_tx_rate_limit", tx_rate_limit=0)
    sudo("AdminUtils", "sudo_set_tx_delegate_take_rate_limit", tx_rate_limit=0)
    sudo("AdminUtils", "sudo_set_stake_threshold", min_stake=0)
    # Root's token is not enabled in the genesis of the local configuration.
    sudo("AdminUtils", "sudo_set_subtoken_enabled", netuid=0, subtoken_enabled=True)
    sudo("SubtensorModule", "set_pending_childkey_cooldown", cooldown=0)
