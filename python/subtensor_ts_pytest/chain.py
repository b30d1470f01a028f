"""What a test does with its chain."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext

from . import rpc
from .accounts import public_key
from .errors import ChainError

_MODULE = "SubtensorModule"
_MOST_TAO, _MOST_U16 = 21_000_000, 65_535
#: What the storage keys of System.Account begin with.
_ACCOUNT_PREFIX = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
#: Where the free balance begins in an account's record, bytes.
_FREE_AT = 16
#: The storage key of Sudo.Key: a chain without sudo has nothing there.
_SUDO_KEY = "0x5c0d1176a568c1f92944340dbfed9e9c530ebca703c85910e7164cb7d1c9e47b"
#: What an account exists with at least, rao.
_LEAST_BALANCE = 500
#: How often the balance of the sudo key is set: a fee follows from the length of the call, and so from the amount.
_DEALS_TRIED = 3


def _rao(tao) -> int:
    """Whole rao; a float is rounded to nine decimals (0.1 + 0.2 is 0.3), anything else has no more."""
    try:
        with localcontext() as exact:
            # More digits than a float has; what has more still is told, and not rounded.
            exact.prec, exact.traps[Inexact] = 1200, True
            rao = (Decimal(tao) if isinstance(tao, float) else Decimal(str(tao))) * 10**9
    except ArithmeticError:
        rao = Decimal(-1)
    if not (rao.is_finite() and 0 <= rao <= _MOST_TAO * 10**9):
        raise ChainError(f"{tao!r} is no amount of TAO: give a number from 0 to {_MOST_TAO}")
    if isinstance(tao, float) and not 0 < tao < 1e-9:
        rao = rao.to_integral_value(ROUND_HALF_UP)
    if 0 < rao < 1:
        raise ChainError(f"{tao!r} TAO is less than a rao: give 0.000000001 or more, or 0")
    if rao != int(rao):
        raise ChainError(f"{tao!r} is no amount of TAO: give at most 9 decimals")
    return int(rao)


def _dealt(tao) -> int:
    rao = _rao(tao)
    if 0 < rao < _LEAST_BALANCE:
        raise ChainError(
            f"{tao!r} TAO is below the existential deposit of {_LEAST_BALANCE} rao: give 0.0000005 or more, or 0"
        )
    return rao


def _call(pallet: str, call: str, args: dict | None) -> dict:
    return {"pallet": pallet, "call": call, "args": args or {}}


def _u16(value, what: str) -> int:
    if type(value) is int and 0 <= value <= _MOST_U16:
        return value
    raise ChainError(f"{what}: {value!r} is no number from 0 to {_MOST_U16}")


def _key(account: str) -> str:
    return "0x" + public_key(account).hex()


def _event(stored: dict) -> dict:
    """An event by its names, of {pallet: {name: fields}}; one without fields is {pallet: name}."""
    ((pallet, named),) = stored.items()
    name, fields = (named, {}) if isinstance(named, str) else next(iter(named.items()))
    return {"pallet": pallet, "name": name, "fields": fields}


class DevChain:
    """
    The owner's side of a development chain. Methods that change it answer with the hash of the best block; what goes wrong
    is a ChainError of one line, and the chain is as it was. Amounts that helpers take are TAO.
    """

    def __init__(self, http_url: str, stop: Callable[[], None], pid: int, timeout: float = 300.0):
        self.http_url = http_url
        self.url = http_url.replace("http", "ws", 1)
        self.pid = pid
        #: How long one request may take, s.
        self.timeout = timeout
        self.stop = stop

    def rpc(self, method: str, *params):
        """One JSON-RPC call."""
        return rpc.call(self.http_url, method, list(params), self.timeout)

    # Blocks and time

    def new_blocks(self, count: int = 1, **options) -> str:
        """Makes blocks. Options: to, spacing (ms), transactions (hex), finalize."""
        return self.rpc("dev_newBlock", options if "to" in options else {"count": count, **options})

    def block_number(self) -> int:
        return int(self.rpc("chain_getHeader")["number"], 16)

    def time(self) -> dict:
        """`next`: the time of the next block; `slotDuration`: the length of a slot; both ms."""
        return self.rpc("dev_time")

    def time_travel(self, to: int | str | datetime) -> int:
        """Gives the next block a time: ms since 1970, a date, or a date as text."""
        return self.rpc("dev_timeTravel", round(to.timestamp() * 1000) if isinstance(to, datetime) else to)

    def mode(self):
        return self.rpc("dev_blockBuildMode")

    def set_mode(self, mode) -> None:
        """Manual, Instant, an interval in ms, or {"mixed": ms}."""
        self.rpc("dev_setBlockBuildMode", mode)

    def set_head(self, block: int | str) -> str:
        """Makes a block the best and final one: by hash, number, or so many back as a negative number."""
        return self.rpc("dev_setHead", block)

    def landing(self, **moment) -> dict:
        """The block that a moment comes with, and its time, ms: landing(epoch=1)."""
        return self.rpc("dev_landing", moment)

    def until(self, **moment) -> str:
        """Makes blocks until a moment: until(epoch=1, count=2), until(reveal={"netuid": 1, "hotkey": ...})."""
        return self.rpc("dev_until", moment)

    # State

    def snapshot(self) -> int:
        return self.rpc("dev_snapshot")

    def revert(self, snapshot: int) -> str:
        return self.rpc("dev_revert", snapshot)

    def snapshots(self) -> list:
        return self.rpc("dev_snapshots")

    def drop_snapshot(self, snapshot: int) -> bool:
        return self.rpc("dev_dropSnapshot", snapshot)

    @contextmanager
    def fresh(self) -> Iterator["DevChain"]:
        """Goes back afterwards to what was before: block, clock, pool and how blocks are made."""
        before, mode = self.snapshot(), self.mode()
        try:
            yield self
        finally:
            self.set_mode(mode)
            self.revert(before)
            for taken in self.snapshots():
                if taken["id"] >= before:
                    self.drop_snapshot(taken["id"])

    @contextmanager
    def with_snapshot(self) -> Iterator["DevChain"]:
        """Goes back afterwards to the block, clock and pool of before, also when the block fails."""
        before = self.snapshot()
        try:
            yield self
        finally:
            self.revert(before)
            self.drop_snapshot(before)

    def query(self, pallet: str, item: str, *keys):
        """
        A storage item at the best block: its value, its default where nothing is stored, or None where it has none. With
        fewer keys than the item has: [[keys, value], ...] of those that begin with them. Integers beyond 2^53 come as text.
        """
        return self.rpc("dev_getStorage", pallet, item, list(keys))

    def events(self, block: str | None = None) -> list:
        """The events of a block, by its hash; of the best one when not said: dicts with pallet, name and fields."""
        asked = ["System", "Events", [], *([] if block is None else [block])]
        return [_event(one["event"]) for one in self.rpc("dev_getStorage", *asked)]

    def set_storage(self, values) -> str:
        """Changes items: {"Pallet": {"Item": value or [[[key, ...], value], ...]}}, or [[key, value], ...] in hex."""
        return self.rpc("dev_setStorage", values)

    def balance(self, account: str) -> int:
        """Free rao of an account."""
        key = public_key(account)
        stored = self.rpc("state_getStorage", _ACCOUNT_PREFIX + hashlib.blake2b(key, digest_size=16).hexdigest() + key.hex())
        if stored is None:
            return 0
        return int.from_bytes(bytes.fromhex(stored[2:])[_FREE_AT : _FREE_AT + 8], "little")

    # Calls

    def dispatch(self, pallet: str, call: str, args: dict | None = None, origin: str = "root") -> str:
        """Dispatches a call as root or as any account, whose signature is not needed."""
        return self.rpc("dev_dispatch", _call(pallet, call, args), origin)

    def dispatch_all(self, calls: Iterable[tuple]) -> str:
        """
        Dispatches calls in their order, in as few blocks as they fit into: all of them or none. Each is what `dispatch`
        takes: (pallet, call), (pallet, call, args) or (pallet, call, args, origin).
        """
        asked = []
        for pallet, call, *more in calls:
            args, origin = (*more, None, None)[:2]
            asked.append({"call": _call(pallet, call, args), "origin": origin or "root"})
        return self.rpc("dev_dispatchAll", asked)

    def dry_run(self, pallet: str, call: str, args: dict, address: str) -> dict:
        """What a call would do; nothing stays."""
        return self.rpc("dev_dryRun", {"call": {"pallet": pallet, "call": call, "args": args}, "address": address})

    def when_allowed(self, pallet: str, call: str, args: dict, address: str) -> dict:
        """The first block in which a call passes (None: never), its time, and what refuses it now."""
        return self.rpc("dev_whenAllowed", {"call": {"pallet": pallet, "call": call, "args": args}, "address": address})

    # Helpers

    def deal(self, account: str, tao) -> str:
        """
        Makes the free balance of an account so much TAO, whatever it was: 0, or the existential deposit of 500 rao and more.
        The sudo key signs the call and gets its fee back after it: it is dealt less by that, in a second block.
        """
        key, rao = _key(account), _dealt(tao)
        if self.rpc("state_getStorage", _SUDO_KEY) != key:
            return self._set_free(key, rao)
        before = self.snapshot()
        try:
            return self._deal_to_sudo(key, rao)
        except ChainError:
            self.revert(before)
            raise
        finally:
            self.drop_snapshot(before)

    def _set_free(self, key: str, rao: int) -> str:
        return self.dispatch("Balances", "force_set_balance", {"who": key, "new_free": str(rao)})

    def _deal_to_sudo(self, key: str, wanted: int) -> str:
        given = wanted
        for _ in range(_DEALS_TRIED):
            if given < _LEAST_BALANCE:
                raise ChainError("deal: the sudo key pays for what the owner asks for, and is paid back: give it 0.01 or more")
            block = self._set_free(key, given)
            more = self.balance(key) - wanted
            if more == 0:
                return block
            given -= more
        raise ChainError("deal: the balance of the sudo key changes with each block; deal to another account")

    def register_subnet(self, owner: str, hotkey: str) -> int:
        """Creates a subnet for what it costs. Gives its netuid."""
        return self._told("register_network", {"hotkey": _key(hotkey)}, owner, "NetworkAdded")[0]

    def start_subnet(self, netuid: int, owner: str) -> str:
        """Makes blocks until its owner may start a subnet, and does so: stakes and emission begin."""
        args = {"netuid": _u16(netuid, "netuid")}
        found = self.when_allowed(_MODULE, "start_call", args, _key(owner))
        if found["block"] is None:
            raise ChainError(f"subnet {netuid} cannot be started: {found['refusedBy']}")
        if found["block"] - 1 > self.block_number():
            self.new_blocks(to=found["block"] - 1)
        return self.dispatch(_MODULE, "start_call", args, _key(owner))

    def register_neuron(self, netuid: int, coldkey: str, hotkey: str) -> int:
        """Registers a hotkey for what it costs. Gives its uid."""
        args = {"netuid": _u16(netuid, "netuid"), "hotkey": _key(hotkey)}
        return self._told("burned_register", args, coldkey, "NeuronRegistered")[1]

    def add_stake(self, netuid: int, coldkey: str, hotkey: str, tao) -> str:
        """Stakes TAO of a coldkey to a hotkey."""
        args = {"hotkey": _key(hotkey), "netuid": _u16(netuid, "netuid"), "amount_staked": str(_rao(tao))}
        return self.dispatch(_MODULE, "add_stake", args, _key(coldkey))

    def set_weights(self, netuid: int, hotkey: str, weights: dict[int, int], version_key: int = 0) -> str:
        """Sets a hotkey's weights by uid: whole numbers up to 65535 that count in relation to each other."""
        args = {
            "netuid": _u16(netuid, "netuid"),
            "dests": [_u16(uid, "uid") for uid in weights],
            "weights": [_u16(weight, f"weight of uid {uid}") for uid, weight in weights.items()],
            "version_key": version_key,
        }
        return self.dispatch(_MODULE, "set_weights", args, _key(hotkey))

    def _told(self, call: str, args: dict, account: str, event: str) -> list:
        """Dispatches a call, after what it will tell was read from a trial: it needs no metadata here."""
        tried = self.dry_run(_MODULE, call, args, _key(account))
        outcome = tried["outcome"]
        if not outcome["ok"]:
            raise ChainError(f"{_MODULE}.{call}: {outcome.get('invalid') or outcome.get('failed')}")
        found = [one["fields"] for one in tried["events"] if one["pallet"] == _MODULE and one["name"] == event]
        self.dispatch(_MODULE, call, args, _key(account))
        return list(found[-1].values() if isinstance(found[-1], dict) else found[-1])
