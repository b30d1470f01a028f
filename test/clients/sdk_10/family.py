"""bittensor 10: children, takes, and what root stakers are paid."""

from steps import expect, step

from sdk_10.people import NETUID, bob, chain, hotkey, miner, owner, read, send, stake_of, succeeded, sudo, tao
from sdk_10.people import validator, validator_hotkey, wait_until, wallet_of


SECOND = 3
second = wallet_of("//Dave", "//Dave//owner")
said = {"wallet": validator, "hotkey_ss58": validator_hotkey, "netuid": NETUID}


def have_children():
    with step("set children"):
        succeeded(chain.root_set_pending_childkey_cooldown(wallet=owner, cooldown=0))
        expect(read("PendingChildKeyCooldown") == 0)
        succeeded(chain.set_children(**said, children=[(0.25, hotkey)]))
        wait_until(lambda: chain.get_children(validator_hotkey, NETUID)[1])
        _, children, _ = chain.get_children(validator_hotkey, NETUID)
        expect(children[0][1] == hotkey and abs(children[0][0] - 0.25) < 1e-9, children)
        parents = chain.get_parents(hotkey, NETUID)
        expect([key for _, key in parents] == [validator_hotkey], parents)
        response = chain.set_children(**said, children=[])
        expect(not response.success and "TxRateLimitExceeded" in str(response.message), response)

    with step("set a child take"):
        send("SubtensorModule", "set_childkey_take", miner, hotkey=hotkey, netuid=NETUID, take=5000)
        expect(read("ChildkeyTake", hotkey, NETUID) == 5000)


def revoke_children():
    with step("revoke children, 150 blocks after they were set"):
        # No call changes this wait.
        wait_until(lambda: chain.set_children(**said, children=[]).success)
        wait_until(lambda: not chain.get_children(validator_hotkey, NETUID)[1])
        expect(not chain.get_parents(hotkey, NETUID))


def change_takes():
    with step("decrease and increase the delegate take"):
        sudo("sudo_set_tx_delegate_take_rate_limit", tx_rate_limit=0)
        for take in (0.05, 0.12):
            succeeded(chain.set_delegate_take(wallet=validator, hotkey_ss58=validator_hotkey, take=take))
            expect(abs(chain.get_delegate_take(validator_hotkey) - take) < 1e-4)
        response = chain.set_delegate_take(wallet=validator, hotkey_ss58=validator_hotkey, take=0.9)
        expect(not response.success and "DelegateTakeTooHigh" in str((response.message, response.error)), response)


def claim_root():
    with step("stake to root"):
        # Root's token is not enabled in the genesis of the local configuration.
        sudo("sudo_set_subtoken_enabled", netuid=0, subtoken_enabled=True)
        succeeded(chain.root_register(wallet=validator))
        expect(chain.get_uid_for_hotkey_on_subnet(validator_hotkey, 0) is not None)
        succeeded(chain.add_stake(wallet=miner, netuid=0, hotkey_ss58=validator_hotkey, amount=tao(10_000)))
        expect(stake_of(bob, validator_hotkey, 0) == tao(10_000).rao)

    with step("register a second subnet, for root is paid when the prices of subnets come to more than 1"):
        succeeded(chain.register_subnet(wallet=second))
        succeeded(chain.start_call(wallet=second, netuid=SECOND))
        # The chain claims for its stakers by itself, a few in each block: not here.
        sudo("sudo_set_num_root_claims", module="SubtensorModule", new_value=0)
        sudo("sudo_set_subnet_moving_alpha", alpha={"bits": 1 << 32})
        for netuid in (NETUID, SECOND):
            sudo("sudo_set_ema_price_halving_period", netuid=netuid, ema_halving=1)

    with step("claim what root earned") as note:
        succeeded(chain.set_root_claim_type(wallet=miner, new_root_claim_type="Keep"))
        expect(chain.get_root_claim_type(bob) == "Keep", chain.get_root_claim_type(bob))
        sudo("sudo_set_root_claim_threshold", module="SubtensorModule", netuid=NETUID, new_value=0)
        wait_until(lambda: chain.get_root_claimable_stake(bob, validator_hotkey, NETUID).rao > 0)
        before = stake_of(bob, validator_hotkey)
        succeeded(chain.claim_root(wallet=miner, netuids=[NETUID]))
        claimed = chain.get_root_claimed(bob, validator_hotkey, NETUID).rao
        expect(claimed > 0 and stake_of(bob, validator_hotkey) >= before + claimed - 1, before, claimed)
        note(f"{claimed} alpha rao")
