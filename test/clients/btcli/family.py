"""btcli: children, takes, locks, and what root stakers are paid."""

from steps import expect, step

from btcli import people
from btcli.chain import RAO, alpha, read, sudo, wait_until
from btcli.people import MINER, VALIDATOR
from btcli.program import SHIELD_OFF, act, ask, run, view
from btcli.subnet import NETUID, SECOND, netuid

one = people.validator_hot, NETUID


def have_children():
    with step("set children, and get them"):
        command = ["stake", "child", "set", *netuid, "--children", people.child_hot, "--proportions", 0.25]
        ask(command, wallet=VALIDATOR, hotkey="validator")
        [(share, child)] = wait_until(lambda: read("ChildKeys", *one))
        expect(child == people.child_hot and abs(share - 2**62) < 2**12, share, child)
        answer = str(view(["stake", "child", "get", *netuid], wallet=VALIDATOR, hotkey="validator"))
        expect(people.child_hot in answer, answer)

    with step("set and get a child take"):
        command = ["stake", "child", "take", "--child-hotkey-ss58", people.child_hot, *netuid, "--take", 0.1]
        ask(command, wallet=VALIDATOR, hotkey="child")
        expect(abs(read("ChildkeyTake", people.child_hot, NETUID) - 6553.5) <= 1)


def revoke_children():
    with step("revoke children, 150 blocks after they were set"):
        # No call changes this wait.
        def revoked():
            ask(["stake", "child", "revoke", *netuid], wallet=VALIDATOR, hotkey="validator")
            return not read("ChildKeys", *one)

        wait_until(revoked, seconds=90)
        expect(not read("ParentKeys", people.child_hot, NETUID))


def change_takes():
    with step("decrease and increase the delegate take"):
        for take in (0.05, 0.12):
            act(["sudo", "set-take", "--take", take], wallet=VALIDATOR, hotkey="validator", silent=False)
            expect(abs(read("Delegates", people.validator_hot) - take * 65535) <= 1)
        answer = view("sudo get-take", wallet=VALIDATOR, hotkey="validator")
        expect(abs(answer["current_take"] - 0.12) < 0.0001, answer)


def lock():
    with step("lock stake, and see the lock"):
        command = ["lock", "add", *netuid, "--hotkey-ss58", people.validator_hot, "--amount", 6, "--no-graph"]
        printed = run(command, wallet=VALIDATOR, machine=False)
        stored = read("Lock", people.validator_cold, NETUID, people.validator_hot)
        expect(stored and stored["locked_mass"] >= 6 * RAO - 1, stored, printed)
        listed = view("lock list", wallet=VALIDATOR)
        expect(people.validator_hot in str(listed), listed)


def claim_root():
    with step("choose how root's earnings are claimed"):
        act("stake set-claim keep", wallet=MINER)
        expect("Keep" in str(read("RootClaimType", people.miner_cold)))

    with step("claim what root earned") as note:
        # Root is paid when the prices of subnets come to more than 1: there are two subnets.
        # The chain claims for its stakers by itself, a few in each block: not here.
        sudo("SubtensorModule", "sudo_set_num_root_claims", new_value=0)
        sudo("AdminUtils", "sudo_set_subnet_moving_alpha", alpha={"bits": 1 << 32})
        for each in (NETUID, SECOND):
            sudo("AdminUtils", "sudo_set_ema_price_halving_period", netuid=each, ema_halving=1)
        sudo("SubtensorModule", "sudo_set_root_claim_threshold", netuid=NETUID, new_value=0)
        # btcli looks for earnings only where the nominator has stake on the subnet too.
        command = ["stake", "add", *netuid, "--amount", 1, SHIELD_OFF, "--no-safe-staking"]
        ask([*command, "--hotkey-ss58-address", people.validator_hot], wallet=MINER)
        before = alpha(people.validator_hot, people.miner_cold, NETUID)

        def claimed():
            act(["stake", "process-claim", *netuid], wallet=MINER)
            return read("RootClaimed", NETUID, people.validator_hot, people.miner_cold)

        amount = wait_until(claimed, seconds=60)
        expect(alpha(people.validator_hot, people.miner_cold, NETUID) >= before + amount - 1, before, amount)
        note(f"{amount} alpha rao")

    with step("stake earnings automatically"):
        command = ["stake", "set-auto", *netuid]
        run(command, wallet=MINER, typed=f"{people.validator_hot}\n", machine=False)
        expect(read("AutoStakeDestination", people.miner_cold, NETUID) == people.validator_hot)
        # It shows the first letter of the hotkey only: it takes the address for a list.
        answer = view("stake auto", wallet=MINER)
        expect(answer[str(NETUID)]["status"] == "custom" and answer["1"]["status"] == "default", answer)
