"""btcli: keys are swapped, and the subnet ends. Only root may dissolve it by these rules; btcli has no command for that."""

from steps import expect, step

from btcli import people
from btcli.chain import alpha, balance, block, read, sudo, wait_until
from btcli.people import MINER
from btcli.program import SHIELD_OFF, act, ask, run, view
from btcli.subnet import NETUID

local = {"network": False, "silent": False}


def swap_keys():
    with step("swap a hotkey") as note:
        make = ["wallet", "new-hotkey", "--no-use-password", "--n-words", 12]
        new = act(make, wallet=MINER, hotkey="second", **local)["data"]["hotkey_ss58"]
        ask(["wallet", "swap-hotkey", "second", "--all-netuids"], wallet=MINER, hotkey="miner")
        expect(read("Owner", new) == people.miner_cold and read("Uids", NETUID, new) == 1)
        expect(read("Uids", NETUID, people.miner_hot) is None)
        note(new)

    with step("swap a coldkey"):
        made = act("wallet create --no-use-password --n-words 12", wallet="after", hotkey="any", **local)["data"]
        new_coldkey = made["coldkey_ss58"]
        sudo("AdminUtils", "sudo_set_coldkey_swap_announcement_delay", duration=4)
        swap = ["--new-coldkey", new_coldkey, SHIELD_OFF]
        run(["wallet", "swap-coldkey", "announce", *swap], wallet=MINER, machine=False)
        announced = read("ColdkeySwapAnnouncements", people.miner_cold)
        expect(announced is not None)
        checked = view("wallet swap-check", wallet=MINER)
        expect(people.miner_cold in str(checked), checked)
        wait_until(lambda: block() > announced[0])
        earned = alpha(people.validator_hot, people.miner_cold, 0)
        run(["wallet", "swap-coldkey", "execute", *swap], wallet=MINER, machine=False)
        expect(read("Owner", new) == new_coldkey and balance(people.miner_cold) == 0)
        expect(alpha(people.validator_hot, new_coldkey, 0) >= earned > 0)


def dissolve():
    with step("see the subnet dissolved by sudo"):
        before = balance(people.validator_cold)
        sudo("SubtensorModule", "root_dissolve_network", netuid=NETUID)
        listed = view("subnets list")["subnets"]
        expect(str(NETUID) not in listed and "1" in listed, listed)
        # Who held its alpha has its part of the pool, in TAO.
        expect(alpha(people.validator_hot, people.validator_cold, NETUID) == 0)
        expect(balance(people.validator_cold) > before)
