import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { encode } from "../../../codec/codec.ts";
import { utf8 } from "../../../lib/bytes.ts";
import { maxU32 } from "../../../lib/integers.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { dbWeight } from "../../frame/weight.ts";
import { Slot } from "../../types/consensus.ts";
import { aura } from "../aura/index.ts";
import { storage as auraStorage } from "../aura/storage.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { errors } from "./errors.ts";
import { mevShield } from "./index.ts";
import { announceNextKey } from "./keys.ts";
import { processPendingExtrinsics, storeEncrypted } from "./pending.ts";
import { storage } from "./storage.ts";

const authors = [account("a0"), account("a1"), account("a2")];
const key = (n: number): Uint8Array => new Uint8Array(1184).fill(n);

let bare: BareState;
beforeEach(() => {
  bare = bareState([
    [0, system],
    [3, aura],
    [30, mevShield],
  ]);
  auraStorage.Authorities.set(bare.state, authors);
});

/** Begins a block of this number, whose slot is the same number. */
function block(number: number, slot = BigInt(number)): void {
  systemStorage.Number.set(bare.state, number);
  systemStorage.Digest.set(bare.state, { logs: [{ type: "PreRuntime", value: [utf8("aura"), encode(Slot, slot)] }] });
}
const keys = () => [storage.CurrentKey, storage.PendingKey, storage.NextKey].map((item) => item.get(bare.state)?.[0]);
const expiry = () => [storage.PendingKeyExpiresAt, storage.NextKeyExpiresAt].map((item) => item.get(bare.state));

describe("announced keys", () => {
  it("go from next to pending to current, as their author's block comes", () => {
    const seen = [3, 4, 5, 6, 7, 8].map((number) => {
      block(number);
      announceNextKey(bare.state, key(number));
      return [...keys(), ...expiry()];
    });
    const none = undefined;
    expect(seen).toEqual([
      [none, none, none, none, none],
      // The author two slots on announced its key one block ago.
      [none, none, 3, none, 7],
      [none, 3, 4, 7, 8],
      [3, 4, 5, 8, 9],
      [4, 5, 6, 9, 10],
      [5, 6, 7, 10, 11],
    ]);
  });

  it("end with an author that announces none", () => {
    block(3);
    announceNextKey(bare.state, key(3));
    block(6);
    announceNextKey(bare.state, undefined);
    expect([...storage.AuthorKeys.keys(bare.state)]).toEqual([]);
    block(7);
    announceNextKey(bare.state, key(7));
    expect(keys()).toEqual([undefined, undefined, undefined]);
  });

  it("have the length of their kind, and an author", () => {
    block(3);
    for (const length of [0, 1183, 1185])
      expect(bare.reasonOf(() => announceNextKey(bare.state, new Uint8Array(length)))).toBe(errors.BadEncKeyLen);
    systemStorage.Digest.set(bare.state, { logs: [] });
    expect(bare.reasonOf(() => announceNextKey(bare.state, key(1)))).toBe(errors.Unreachable);
  });

  it("have no next one behind the last slot of all", () => {
    block(3, (1n << 64n) - 2n);
    for (const author of authors) storage.AuthorKeys.at(author).set(bare.state, key(1));
    announceNextKey(bare.state, key(2));
    expect(keys()).toEqual([undefined, undefined, undefined]);
  });
});

describe("stored calls", () => {
  const who = account("bb");

  it("end undecrypted in the next block, or expired, in their order", () => {
    storeEncrypted(bare.state, who, utf8("a"));
    storage.ExtrinsicLifetime.set(bare.state, 0);
    expect(processPendingExtrinsics(bare.state, 1)).toEqual(dbWeight(3, 2));
    storeEncrypted(bare.state, who, utf8("b"));
    storeEncrypted(bare.state, who, utf8("c"));
    storage.PendingExtrinsics.at(1).remove(bare.state);
    expect(processPendingExtrinsics(bare.state, 2)).toEqual(dbWeight(4, 2));
    expect(storage.CounterForPendingExtrinsics.get(bare.state)).toBe(1);
    expect(bare.told()).toEqual([
      "ExtrinsicStored",
      "ExtrinsicDecodeFailed",
      "ExtrinsicStored",
      "ExtrinsicStored",
      "ExtrinsicExpired",
    ]);
  });

  it("are as many as root allows", () => {
    storage.MaxPendingExtrinsicsLimit.set(bare.state, 1);
    storeEncrypted(bare.state, who, utf8("a"));
    expect(bare.reasonOf(() => storeEncrypted(bare.state, who, utf8("b")))).toBe(errors.TooManyPendingExtrinsics);
    expect(processPendingExtrinsics(bare.state, 2)).toEqual(dbWeight(3, 2));
    expect(processPendingExtrinsics(bare.state, 3)).toEqual(dbWeight(2, 0));
  });

  it("take one another's place at the last index", () => {
    storage.NextPendingExtrinsicIndex.set(bare.state, maxU32);
    storeEncrypted(bare.state, who, utf8("a"));
    storeEncrypted(bare.state, who, utf8("b"));
    expect(storage.CounterForPendingExtrinsics.get(bare.state)).toBe(1);
  });
});

describe("the settings of root", () => {
  const set = (name: string, value: number | bigint) => () =>
    void bare.state.runtime.dispatch(bare.state, { pallet: "MevShield", name, args: { value } }, rootOrigin);

  it("keep weights within half of a block", () => {
    const most = 2_000_000_000_000n;
    for (const name of ["set_on_initialize_weight", "set_max_extrinsic_weight"]) {
      expect(bare.reasonOf(set(name, most))).toBeUndefined();
      expect(bare.reasonOf(set(name, most + 1n))).toBe(errors.WeightExceedsAbsoluteMax);
    }
    expect([storage.OnInitializeWeight.get(bare.state), storage.MaxExtrinsicWeight.get(bare.state)]).toEqual([
      most,
      most,
    ]);
  });

  it("are root's alone", () => {
    for (const name of ["set_max_pending_extrinsics_number", "set_stored_extrinsic_lifetime"]) {
      const call = { pallet: "MevShield", name, args: { value: 1 } };
      const origin = bare.state.runtime.signed(account("bb"));
      expect(bare.reasonOf(() => void bare.state.runtime.dispatch(bare.state, call, origin))).toBe("BadOrigin");
    }
  });
});
