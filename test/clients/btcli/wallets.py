"""btcli wallet: keys, balances, transfers, identities."""

from steps import expect, step

from btcli import people
from btcli.chain import RAO, balance, read
from btcli.people import MINER
from btcli.program import act, run, view, wallets

words = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
# What these words stand for, everywhere.
coldkey = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"


def make_keys():
    local = {"network": False, "silent": False}
    with step("make wallets from development keys") as note:
        made = people.make_wallets()
        hotkeys = people.owner_hot, people.validator_hot, people.child_hot, people.miner_hot
        expect(set(hotkeys) | {people.sudo_cold, people.owner_cold} <= set(made), made)
        note(f"{len(made)} keys")

    with step("make keys from words"):
        # On a wallet that is there: without a hotkey, btcli writes the coldkey and then says that it could not.
        act("wallet create --no-use-password --n-words 24", wallet="words", hotkey="same", **local)
        for key in ("coldkey", "hotkey"):
            command = ["wallet", f"regen-{key}", "--no-use-password", "--overwrite", "--mnemonic", words]
            answer = act(command, wallet="words", hotkey="same", **local)
            expect(answer["data"][f"{key}_ss58"] == coldkey, answer)
        listed = view(["wallet", "list", "--wallet-path", wallets], network=False)["wallets"]
        expect({"words", MINER} <= {one["name"] for one in listed}, listed)

    with step("sign and verify"):
        command = ["wallet", "sign", "--no-use-hotkey", "--message", "a message"]
        signature = view(command, wallet=MINER, network=False)["signed_message"]
        command = ["wallet", "verify", "--message", "a message", "--signature", signature, "--address", people.miner_cold]
        answer = view(command, network=False)
        expect(answer["verified"] is True, answer)


def use_funds():
    with step("read balances") as note:
        answer = view("wallet balance", wallet=MINER)["balances"][MINER]
        expect(answer["coldkey"] == people.miner_cold and answer["free"] * RAO == balance(people.miner_cold), answer)
        note(f"{answer['free']} TAO")

    with step("transfer") as note:
        before = balance(people.miner_cold)
        act(["wallet", "transfer", "--dest", coldkey, "--amount", 50], wallet=MINER)
        expect(balance(coldkey) == 50 * RAO, balance(coldkey))
        fee = before - balance(people.miner_cold) - 50 * RAO
        expect(0 < fee < RAO // 1000, fee)
        note(f"fee {fee} rao")

    with step("transfer all"):
        before = balance(people.miner_cold)
        act(["wallet", "transfer", "--dest", people.miner_cold, "--all", "--allow-death"], wallet="words")
        expect(balance(coldkey) == 0 and balance(people.miner_cold) > before + 49 * RAO, balance(coldkey))

    with step("associate a hotkey"):
        printed = run("wallet associate-hotkey", wallet=MINER, hotkey="miner", machine=False)
        expect(read("Owner", people.miner_hot) == people.miner_cold, printed)


def tell_who_we_are():
    with step("set and get the identity of a coldkey"):
        said = {"--id-name": "validator", "--web-url": "https://validator.example", "--description": "words"}
        more = {"--discord": "validator#1", "--additional": "more", "--image-url": "https://validator.example/i.png"}
        command = ["wallet", "set-identity", "--github", "https://github.com/a/b"]
        for option, value in (said | more).items():
            command += [option, value]
        act(command, wallet=people.VALIDATOR)
        stored = read("IdentitiesV2", people.validator_cold)
        expect(stored is not None and "validator" in str(stored), stored)
        answer = view(["wallet", "get-identity", "--coldkey-ss58", people.validator_cold])
        expect(answer["name"] == "validator" and answer["url"] == "https://validator.example", answer)
