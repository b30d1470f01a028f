"""Who acts through bittensor 10, on which chain: wallets of development keys, and a connection."""

import sys
import tempfile
import time

import bittensor as bt
from bittensor.utils.balance import Balance
from bittensor_wallet import Keypair, Wallet
from steps import expect

url = sys.argv[1]
NETUID = 2


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
hotkey, validator_hotkey = miner.hotkey.ss58_address, validator.hotkey.ss58_address
dave = Keypair.create_from_uri("//Dave").ss58_address
tao = Balance.from_tao
chain = bt.Subtensor(network=url)


def succeeded(response):
    expect(response.success, response.message, response.error)
    return response


def send(module, function, wallet=owner, **params):
    """A call that the client has no method for."""
    call = chain.compose_call(call_module=module, call_function=function, call_params=params)
    return succeeded(chain.sign_and_send_extrinsic(call=call, wallet=wallet))


def sudo(name, module="AdminUtils", **params):
    inner = chain.compose_call(call_module=module, call_function=name, call_params=params)
    send("Sudo", "sudo", call=inner)


def read(item, *keys):
    """A value of the storage of SubtensorModule."""
    found = chain.query_subtensor(item, params=list(keys))
    return getattr(found, "value", found)


def stake_of(coldkey, hotkey_ss58, netuid=NETUID):
    """In alpha rao."""
    return chain.get_stake(coldkey, hotkey_ss58, netuid).rao


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not (found := holds()):
        expect(time.monotonic() < end, f"nothing after {seconds} s")
        time.sleep(0.1)
    return found
