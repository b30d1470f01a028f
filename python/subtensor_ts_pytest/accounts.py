"""Addresses: the accounts that have funds, and SS58 as text and bytes."""

import hashlib

from .errors import ChainError

#: Development accounts; the secret of Alice is //Alice. Everybody knows them: never for real funds.
ACCOUNTS = {
    "Alice": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    "Bob": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    "Charlie": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
    "Dave": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
    "Eve": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw",
    "Ferdie": "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL",
}

_LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: Address format of Bittensor (1 byte), public key (32), checksum (2).
_FORMAT, _LENGTH = 42, 35


def public_key(account: str) -> bytes:
    """The 32 bytes of an address, or of a public key in hex. Raises ChainError when it is none."""
    if isinstance(account, str):
        if account.startswith("0x") and len(account) == 66:
            try:
                return bytes.fromhex(account[2:])
            except ValueError:
                pass
        elif account and all(letter in _LETTERS for letter in account):
            number = 0
            for letter in account:
                number = number * 58 + _LETTERS.index(letter)
            if number < 1 << (8 * _LENGTH):
                body = number.to_bytes(_LENGTH, "big")
                checksum = hashlib.blake2b(b"SS58PRE" + body[:-2]).digest()[:2]
                if body[0] == _FORMAT and body[-2:] == checksum:
                    return body[1:-2]
    raise ChainError(f"{account!r} is no account: give an SS58 address, such as ACCOUNTS['Alice']")
