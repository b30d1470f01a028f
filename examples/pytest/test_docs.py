from subtensor_ts_pytest import ACCOUNTS

def test_a_rich_account(chain, subtensor):
    chain.deal(ACCOUNTS["Ferdie"], 100)
    # bittensor 10 has get_balance, 11 has balances.get.
    get_balance = getattr(subtensor, "get_balance", None) or subtensor.balances.get
    assert get_balance(ACCOUNTS["Ferdie"]).rao == 100 * 10**9
