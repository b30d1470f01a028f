import { as } from "../../../codec/codec.ts";
import { result } from "../../../codec/containers.ts";
import { bool, u16, u32, u64, unit } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { ProxyType } from "../../types/common.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { H256 } from "../../types/hashes.ts";
import { DepositKind } from "./types.ts";

/** What Proxy tells of, by wire index. */
export const events = defineEvents("Proxy", {
  ProxyExecuted: event("Proxy executed.", { result: as("DispatchResult", result(unit, DispatchError)) }),
  PureCreated: event("Pure created.", {
    pure: AccountIdT,
    who: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    disambiguation_index: u16,
  }),
  PureKilled: event("Pure killed.", {
    pure: AccountIdT,
    spawner: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    disambiguation_index: u16,
  }),
  Announced: event("Announced.", { real: AccountIdT, proxy: AccountIdT, call_hash: as("CallHashOf<T>", H256) }),
  ProxyAdded: event("Proxy added.", {
    delegator: AccountIdT,
    delegatee: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    delay: as("BlockNumberFor<T>", u32),
  }),
  ProxyRemoved: event("Proxy removed.", {
    delegator: AccountIdT,
    delegatee: AccountIdT,
    proxy_type: as("T::ProxyType", ProxyType),
    delay: as("BlockNumberFor<T>", u32),
  }),
  DepositPoked: event("Deposit poked.", {
    who: AccountIdT,
    kind: as("DepositKind", DepositKind),
    old_deposit: as("BalanceOf<T>", u64),
    new_deposit: as("BalanceOf<T>", u64),
  }),
  RealPaysFeeSet: event("Real pays fee set.", { real: AccountIdT, delegate: AccountIdT, pays_fee: bool }),
});
