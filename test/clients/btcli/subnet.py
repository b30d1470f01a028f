"""btcli subnets and btcli sudo: a subnet is created, described, started, set up and registered to."""

from steps import expect, step

from btcli import people
from btcli.chain import RAO, balance, block_of, read, wait_until
from btcli.people import MINER, OWNER, VALIDATOR
from btcli.program import SHIELD_OFF, act, ask, run, view

NETUID, SECOND = 2, 3
netuid = ["--netuid", NETUID]
identity = {
    "--subnet-name": "life",
    "--repo": "https://github.com/a/life",
    "--contact": "owner@life.example",
    "--url": "https://life.example",
    "--discord": "life#1",
    "--description": "a whole life",
    "--logo-url": "https://life.example/logo.png",
    "--additional-info": "more",
}


def words_of(options):
    return [word for option in options.items() for word in option]


def create():
    with step("create a subnet") as note:
        cost = view("subnets burn-cost")["burn_cost"]["rao"]
        before = balance(people.owner_cold)
        command = ["subnets", "create", SHIELD_OFF, *words_of(identity)]
        answer = act(command, wallet=OWNER, hotkey="owner")
        expect(answer["netuid"] == NETUID and read("SubnetOwner", NETUID) == people.owner_cold, answer)
        paid = before - balance(people.owner_cold)
        expect(cost < paid < cost + RAO // 100, cost, paid)
        expect("life" in str(read("SubnetIdentitiesV3", NETUID)))
        note(f"netuid {NETUID}, for {cost // RAO} TAO")

    with step("list and show it"):
        listed = view("subnets list")["subnets"]
        expect(set(listed) == {"0", "1", "2"} and listed["2"]["subnet_name"] == "life", listed)
        shown = ask(["subnets", "show", *netuid])
        expect(shown["name"].endswith("life") and shown["owner"] == people.owner_cold, shown)

    with step("start it"):
        run(["subnets", "start", *netuid], wallet=OWNER, machine=False)
        expect(read("SubtokenEnabled", NETUID) is True)
        expect(read("FirstEmissionBlockNumber", NETUID) > 0)

    with step("describe it anew"):
        command = ["subnets", "set-identity", *netuid, *words_of({**identity, "--subnet-name": "long life"})]
        act(command, wallet=OWNER)
        answer = view(["subnets", "get-identity", *netuid])
        expect("long life" in str(answer), answer)
        act(["subnets", "set-symbol", *netuid, "ד"], wallet=OWNER, hotkey="owner")
        expect(read("TokenSymbol", NETUID) == "ד", read("TokenSymbol", NETUID))


def set_up():
    def set_value(name, value, wallet=OWNER):
        act(["sudo", "set", *netuid, "--param", name, "--value", value], wallet=wallet)

    with step("set hyperparameters as the owner"):
        set_value("serving_rate_limit", 0)
        expect(read("ServingRateLimit", NETUID) == 0)
        set_value("immunity_period", 77)
        expect(read("ImmunityPeriod", NETUID) == 77)
        set_value("commit_reveal_weights_enabled", "false")
        expect(read("CommitRevealWeightsEnabled", NETUID) is False)
        set_value("liquid_alpha_enabled", "true")
        expect(read("LiquidAlphaOn", NETUID) is True)
        set_value("min_burn", RAO // 4)
        expect(read("MinBurn", NETUID) == RAO // 4)

    with step("set hyperparameters as root"):
        set_value("weights_rate_limit", 0, wallet="alice")
        expect(read("WeightsSetRateLimit", NETUID) == 0)
        set_value("kappa", 30000, wallet="alice")
        expect(read("Kappa", NETUID) == 30000)

    with step("be refused what is the owner's"):
        answer = ask(["sudo", "set", *netuid, "--param", "immunity_period", "--value", 78], wallet=MINER)
        expect(answer["success"] is False and read("ImmunityPeriod", NETUID) == 77, answer)

    with step("get hyperparameters") as note:
        listed = view(["sudo", "get", *netuid])
        found = {one["hyperparameter"]: one["value"] for one in listed}
        expect((found["immunity_period"], found["kappa"], found["serving_rate_limit"]) == (77, 30000, 0), found)
        expect(view(["subnets", "hyperparameters", *netuid]) == listed)
        note(f"{len(listed)} of them")

    with step("trigger an epoch"):
        at = block_of(act(["sudo", "trigger-epoch", *netuid], wallet=OWNER, hotkey="owner"))
        expect(read("PendingEpochAt", NETUID, at=at - 1) == 0 and read("PendingEpochAt", NETUID, at=at) == at)
        wait_until(lambda: read("PendingEpochAt", NETUID) == 0)
        expect(read("LastEpochBlock", NETUID) > at)

    with step("trim it to fewer uids"):
        # Two mechanisms may have no more than 256 together.
        act(["sudo", "trim", *netuid, "--max", 128], wallet=OWNER, hotkey="owner")
        expect(read("MaxAllowedUids", NETUID) == 128)

    with step("set mechanisms and their split"):
        act(["subnets", "mechanisms", "set", *netuid, "--count", 2], wallet=OWNER, typed="y\n")
        expect(read("MechanismCountCurrent", NETUID) == 2)
        expect(view(["subnets", "mechanisms", "count", *netuid])["count"] == 2)
        act(["subnets", "mechanisms", "split-emissions", *netuid, "--split", "70,30"], wallet=OWNER)
        split = read("MechanismEmissionSplit", NETUID)
        expect(sum(split) == 65535 and 45870 <= split[0] <= 45876, split)
        view(["subnets", "mechanisms", "emissions", *netuid])


def register():
    with step("register a miner and a validator") as note:
        for wallet, hotkey in ((MINER, "miner"), (VALIDATOR, "validator"), (VALIDATOR, "child")):
            act(["subnets", "register", *netuid, "--unsafe-register"], wallet=wallet, hotkey=hotkey)
        uids = [read("Uids", NETUID, key) for key in (people.miner_hot, people.validator_hot, people.child_hot)]
        expect(uids == [1, 2, 3], uids)
        note(f"uids {uids}")

    with step("register with a limit on the price"):
        command = ["subnets", "register", "--netuid", 1, "--safe-register", "--tolerance", 0.5]
        act(command, wallet=MINER, hotkey="miner")
        expect(read("Uids", 1, people.miner_hot) is not None)

    with step("create a second subnet, and start it"):
        command = ["subnets", "create", SHIELD_OFF, *words_of({**identity, "--subnet-name": "other"})]
        expect(act(command, wallet=MINER, hotkey="miner")["netuid"] == SECOND)
        run(["subnets", "start", "--netuid", SECOND], wallet=MINER, machine=False)
        expect(read("SubtokenEnabled", SECOND) is True)

    with step("register to root"):
        act("subnets register --netuid 0", wallet=VALIDATOR, hotkey="validator")
        expect(read("Uids", 0, people.validator_hot) is not None)
        # There is no document of root, only a table.
        printed = run("subnets show --netuid 0", machine=False)
        expect("Root" in printed and people.validator_hot[:6] in printed, printed)

    with step("serve an axon, and take it back"):
        # These two take --json-output and --no-prompt for a contradiction.
        command = ["axon", "set", *netuid, "--ip", "192.0.2.7", "--port", 8091]
        run(command, wallet=MINER, hotkey="miner", machine=False)
        axon = read("Axons", NETUID, people.miner_hot)
        expect((axon["port"], axon["ip"]) == (8091, 0xC0000207), axon)
        run(["axon", "reset", *netuid], wallet=MINER, hotkey="miner", machine=False)
        expect(read("Axons", NETUID, people.miner_hot)["port"] != 8091)
