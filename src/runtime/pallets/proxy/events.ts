import { as } from "../../../codec/codec.ts";
import { result } from "../../../codec/containers.ts";
import { bool, u16, u32, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, TaoBalance } from "../../types/balances.ts";
import { ProxyType } from "../../types/common.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { H256 } from "../../types/hashes.ts";
import { DepositKind } from "./types.ts";

/** What Proxy tells of, by wire index. */
export const events = defineEvents("Proxy", {
  ProxyExecuted: event("A proxy made a call; so it went.", {
    result: as("DispatchResult", result(unit, DispatchError)),
  }),
  PureCreated: event("A pure account was made, with its maker as its proxy.", {
    pure: AccountIdT,
    who: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    disambiguation_index: u16,
  }),
  PureKilled: event("A pure account was ended.", {
    pure: AccountIdT,
    spawner: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    disambiguation_index: u16,
  }),
  Announced: event("A proxy announced a call.", {
    real: AccountIdT,
    proxy: AccountIdT,
    call_hash: as("CallHashOf<T>", H256),
  }),
  ProxyAdded: event("An account may act for another.", {
    delegator: AccountIdT,
    delegatee: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    delay: as("BlockNumberFor<T>", u32),
  }),
  ProxyRemoved: event("An account may act for another no more.", {
    delegator: AccountIdT,
    delegatee: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    delay: as("BlockNumberFor<T>", u32),
  }),
  DepositPoked: event("A deposit was brought to what it costs today.", {
    who: AccountIdT,
    kind: as("DepositKind", DepositKind),
    old_deposit: as("BalanceOf<T>", TaoBalance),
    new_deposit: as("BalanceOf<T>", TaoBalance),
  }),
  RealPaysFeeSet: event("An account said whether it pays the fees of its proxy.", {
    real: AccountIdT,
    delegate: AccountIdT,
    pays_fee: bool,
  }),
});
