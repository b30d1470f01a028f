"""bittensor 10 (SDK) on a fresh chain: the whole life of a subnet. Arguments: the node's ws:// address; "short" ends it with a paid miner."""

import sys

from sdk_10 import commitments, ending, family, miner, reading, staking
from sdk_10.people import chain

try:
    reading.read_the_chain()
    reading.pay()
    miner.make_subnet()
    miner.join_subnet()
    miner.earn()
    if "short" not in sys.argv:
        commitments.change_settings()
        commitments.commit_and_reveal()
        family.have_children()
        family.change_takes()
        family.claim_root()
        staking.travel()
        staking.stake_shielded()
        staking.come_back()
        ending.describe()
        family.revoke_children()
        ending.swap_keys()
        ending.dissolve()
finally:
    chain.close()
