import { result, tuple } from "../../../codec/containers.ts";
import { u64, unit } from "../../../codec/primitives.ts";
import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { boundedVec } from "../../types/bounded.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { Announcement, ProxyDefinition } from "./types.ts";

/** What Proxy remembers. */
export const storage = defineStorage("Proxy", {
  Proxies: map([twox64Concat(AccountId32)], tuple(boundedVec(ProxyDefinition, 20), u64), [[], 0n], "Proxies."),
  Announcements: map([twox64Concat(AccountId32)], tuple(boundedVec(Announcement, 75), u64), [[], 0n], "Announcements."),
  LastCallResult: optionalMap([twox64Concat(AccountId32)], result(unit, DispatchError), "Last call result."),
  RealPaysFee: optionalMap([twox64Concat(AccountId32), twox64Concat(AccountId32)], unit, "Real pays fee."),
});
