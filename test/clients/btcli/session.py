"""The program btcli (bittensor-cli 9) on a fresh chain: the whole life of a subnet. Argument: the node's ws:// address.

It sets no weights: btcli's weights commands ask for storage items that never existed (get_commit_reveal_weights_enabled), on any chain.
All but one thing is sent without the MEV shield."""

from btcli import chain, ending, family, staking, subnet, wallets

try:
    wallets.make_keys()
    wallets.use_funds()
    chain.hold_nothing_back()
    subnet.create()
    subnet.set_up()
    subnet.register()
    wallets.tell_who_we_are()
    staking.add()
    family.have_children()
    family.change_takes()
    family.claim_root()
    staking.travel()
    family.lock()
    staking.remove()
    family.revoke_children()
    ending.swap_keys()
    ending.dissolve()
finally:
    chain.connection.close()
