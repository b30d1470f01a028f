"""Who acts: wallets of development keys, made by btcli itself. The coldkeys hold the funds."""

from bittensor_wallet import Keypair

from btcli.program import act

OWNER, VALIDATOR, MINER = "charlie", "dave", "bob"


def address(uri):
    return Keypair.create_from_uri(uri).ss58_address


sudo_cold = address("//Alice")
owner_cold, owner_hot = address("//Charlie"), address("//Owner")
validator_cold, validator_hot = address("//Dave"), address("//Validator")
child_hot = address("//Child")
miner_cold, miner_hot = address("//Bob"), address("//Miner")


def make_wallets():
    """The coldkeys of the development accounts, each with the hotkeys of its part. What btcli takes as a URI is one word, which it writes with a capital."""
    make = {"alice": [], OWNER: ["owner"], VALIDATOR: ["validator", "child"], MINER: ["miner"]}
    made = []
    for name, hotkeys in make.items():
        coldkey = ["wallet", "new-coldkey", "--no-use-password", "--uri", name]
        answer = act(coldkey, wallet=name, network=False, silent=False)
        made.append(answer["data"]["coldkey_ss58"])
        for hotkey in hotkeys:
            command = ["wallet", "new-hotkey", "--no-use-password", "--uri", hotkey]
            answer = act(command, wallet=name, hotkey=hotkey, network=False, silent=False)
            made.append(answer["data"]["hotkey_ss58"])
    return made
