import { result, tuple } from "../../../codec/containers.ts";
import { u64, unit } from "../../../codec/primitives.ts";
import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { boundedVec } from "../../types/bounded.ts";
import { DispatchError } from "../../types/dispatch-error.ts";
import { Announcement, ProxyDefinition } from "./types.ts";

const account = twox64Concat(AccountId32);

/** What Proxy remembers. */
export const storage = defineStorage("Proxy", {
  Proxies: map(
    [account],
    tuple(boundedVec(ProxyDefinition, 20), u64),
    [[], 0n],
    "The proxies of an account, in order, and the deposit for them, rao.",
  ),
  Announcements: map(
    [account],
    tuple(boundedVec(Announcement, 75), u64),
    [[], 0n],
    "What a proxy has announced, oldest first, and the deposit for it, rao.",
  ),
  LastCallResult: optionalMap(
    [account],
    result(unit, DispatchError),
    "How the last call made for an account in this block went.",
  ),
  RealPaysFee: optionalMap([account, account], unit, "Present where an account pays the fees of its proxy."),
});
