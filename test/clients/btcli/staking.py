"""btcli stake: what a validator and its nominators do with their stake."""

from steps import expect, step

from btcli import people
from btcli.chain import RAO, alpha, balance, wait_until
from btcli.people import MINER, OWNER, VALIDATOR
from btcli.program import SHIELD_OFF, act, ask, view
from btcli.subnet import NETUID, netuid

validator = people.validator_hot, people.validator_cold
plain = [SHIELD_OFF, "--no-safe-staking"]
safe = [SHIELD_OFF, "--safe-staking", "--tolerance", 0.2, "--no-allow-partial-stake"]


def hotkey_of(key):
    return ["--hotkey-ss58-address", key]


def add():
    with step("add stake") as note:
        command = ["stake", "add", *netuid, "--amount", 100, *plain, *hotkey_of(people.validator_hot)]
        before = balance(people.validator_cold)
        ask(command, wallet=VALIDATOR)
        stake = alpha(*validator, NETUID)
        paid = before - balance(people.validator_cold)
        expect(stake > 0 and 100 * RAO < paid < 101 * RAO, stake, paid)
        note(f"{stake} alpha rao")

    with step("add stake with a limit on the price"):
        before = alpha(*validator, NETUID)
        ask(["stake", "add", *netuid, "--amount", 1, *safe, *hotkey_of(people.validator_hot)], wallet=VALIDATOR)
        expect(alpha(*validator, NETUID) > before)

    with step("add stake behind the MEV shield"):
        holder = people.child_hot, people.validator_cold, NETUID
        expect(alpha(*holder) == 0)
        shielded = ["--mev-protection", "--no-safe-staking"]
        ask(["stake", "add", *netuid, "--amount", 2, *shielded, *hotkey_of(people.child_hot)], wallet=VALIDATOR)
        wait_until(lambda: alpha(*holder) > RAO)

    with step("be refused too high a price"):
        holder = people.validator_hot, people.miner_cold, NETUID
        tight = [SHIELD_OFF, "--safe-staking", "--tolerance", 0.0001, "--no-allow-partial-stake"]
        command = ["stake", "add", *netuid, "--amount", 5000, *tight, *hotkey_of(people.validator_hot)]
        answer = ask(command, wallet=MINER)
        expect("False" in str(answer["staking_success"]) and "SlippageTooHigh" in str(answer["error_messages"]), answer)
        expect(alpha(*holder) == 0)

    with step("stake to root, as a nominator"):
        command = ["stake", "add", "--netuid", 0, "--amount", 200, *plain, *hotkey_of(people.validator_hot)]
        ask(command, wallet=MINER)
        expect(alpha(people.validator_hot, people.miner_cold, 0) == 200 * RAO)

    with step("list stake"):
        answer = view("stake list", wallet=VALIDATOR)
        expect(people.validator_hot in str(answer), answer)
        total = view("wallet balance", wallet=VALIDATOR)["balances"][VALIDATOR]
        expect(total["staked"] > 50, total)


def travel():
    def moved(command, wallet, holder, before):
        answer = act([*command, SHIELD_OFF], wallet=wallet)
        after = alpha(*holder)
        expect(after > before, answer, before, after)

    with step("move stake to another hotkey"):
        holder = people.child_hot, people.validator_cold, NETUID
        command = ["stake", "move", "--origin-netuid", NETUID, "--dest-netuid", NETUID, "--amount", 5]
        command += ["--wallet-hotkey-ss58", people.validator_hot, "--dest", people.child_hot]
        moved(command, VALIDATOR, holder, alpha(*holder))

    with step("transfer stake to another coldkey"):
        holder = people.validator_hot, people.owner_cold, NETUID
        command = ["stake", "transfer", "--origin-netuid", NETUID, "--dest-netuid", NETUID, "--amount", 4]
        command += ["--wallet-hotkey-ss58", people.validator_hot, "--dest", people.owner_cold]
        moved(command, VALIDATOR, holder, alpha(*holder))

    with step("swap stake to another subnet"):
        holder = people.validator_hot, people.validator_cold, 0
        command = ["stake", "swap", "--origin-netuid", NETUID, "--dest-netuid", 0, "--amount", 3]
        before = alpha(*holder)
        act([*command, *plain], wallet=VALIDATOR, hotkey="validator")
        expect(alpha(*holder) > before)


def remove():
    with step("remove stake"):
        before = balance(people.validator_cold)
        command = ["stake", "remove", *netuid, "--amount", 10, *plain, *hotkey_of(people.validator_hot)]
        ask(command, wallet=VALIDATOR)
        expect(balance(people.validator_cold) > before + 8 * RAO, before)

    with step("remove stake with a limit on the price"):
        before = balance(people.owner_cold)
        command = ["stake", "remove", *netuid, "--amount", 2, *safe, *hotkey_of(people.validator_hot)]
        ask(command, wallet=OWNER)
        expect(balance(people.owner_cold) > before)

    with step("remove all stake"):
        command = ["stake", "remove", "--all", SHIELD_OFF, *hotkey_of(people.validator_hot)]
        ask(command, wallet=OWNER)
        expect(alpha(people.validator_hot, people.owner_cold, NETUID) == 0)

    with step("burn alpha bought for it") as note:
        command = ["sudo", "stake-burn", *netuid, "--amount", 2, SHIELD_OFF, "--no-safe-staking"]
        before = balance(people.owner_cold)
        act([*command, "--wallet-hotkey-ss58", people.owner_hot], wallet=OWNER)
        expect(before - balance(people.owner_cold) >= 2 * RAO)
