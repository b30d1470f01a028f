import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import type { Hex } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type FailureReason, okOr } from "../../frame/dispatch-error.ts";
import { rootOrigin } from "../../frame/origin.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balanceOnHold } from "../balances/holds.ts";
import { balances } from "../balances/index.ts";
import { reserve } from "../balances/reserves.ts";
import { system } from "../system/index.ts";
import { bound, dropBounded, peek } from "./bounded.ts";
import { errors } from "./errors.ts";
import { preimage } from "./index.ts";
import { requestPreimage } from "./notes.ts";
import { storage } from "./storage.ts";

const [alice, bob] = [account("aa"), account("bb")];
const tao = 1_000_000_000n;
const bytes = new Uint8Array([1, 2, 3]);
const hash = blake2Hex(bytes);
const deposit = 107_000_000n;

let bare: BareState;
const run = (name: string, args: Record<string, unknown>, who: AccountId | "root" = alice) => {
  const call: CallValue = { pallet: "Preimage", name, args };
  const { runtime } = bare.state;
  return okOr(() => runtime.dispatch(bare.state, call, who === "root" ? rootOrigin : runtime.signed(who)));
};
const reason = (...given: Parameters<typeof run>): FailureReason | undefined => {
  const result = run(...given);
  return "failure" in result ? result.failure.reason : undefined;
};
const held = (who: AccountId) => balanceOnHold(bare.state, { type: "Preimage", value: "Preimage" }, who);
const status = () => storage.RequestStatusFor.at(hash).get(bare.state);
const kept = () => storage.PreimageFor.at([hash, 3]).get(bare.state);

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [14, preimage],
  ]);
  for (const who of [alice, bob]) mintInto(bare.state, who, tao);
  bare.forget();
});

describe("a noted preimage", () => {
  it("is kept for a held deposit, and goes back to who noted it", () => {
    expect(run("note_preimage", { bytes })).toEqual({ ok: { pays: "Yes" } });
    expect([held(alice), freeBalance(bare.state, alice)]).toEqual([deposit, tao - deposit]);
    expect(kept()).toEqual(bytes);
    expect(reason("note_preimage", { bytes }, bob)).toBe(errors.AlreadyNoted);
    expect(reason("unnote_preimage", { hash }, bob)).toBe(errors.NotAuthorized);
    bare.forget();
    run("unnote_preimage", { hash });
    expect(bare.told()).toEqual(["Cleared"]);
    expect([held(alice), kept(), status()]).toEqual([0n, undefined, undefined]);
    expect(reason("unnote_preimage", { hash })).toBe(errors.NotNoted);
  });

  it("needs the deposit, and a size below the greatest", () => {
    expect(reason("note_preimage", { bytes: new Uint8Array(1000) })).toEqual({
      type: "Token",
      value: "FundsUnavailable",
    });
    expect(reason("note_preimage", { bytes: new Uint8Array(4 * 1024 * 1024 + 1) }, "root")).toBe(errors.TooBig);
  });

  it("is free when it was asked for, and from root", () => {
    run("request_preimage", { hash }, "root");
    expect(run("note_preimage", { bytes })).toEqual({ ok: { pays: "No" } });
    expect(held(alice)).toBe(0n);
    expect(reason("unnote_preimage", { hash })).toBe(errors.NotAuthorized);
    expect(reason("unnote_preimage", { hash }, "root")).toBe(undefined);
    expect(run("note_preimage", { bytes }, "root")).toEqual({ ok: { pays: "No" } });
    expect(status()).toEqual({
      type: "Requested",
      value: { maybe_ticket: undefined, count: 1, maybe_len: 3 },
    });
  });

  it("stays while it is asked for, though its deposit goes back", () => {
    run("note_preimage", { bytes });
    run("request_preimage", { hash }, "root");
    run("unnote_preimage", { hash });
    expect([held(alice), kept()]).toEqual([0n, bytes]);
    run("unrequest_preimage", { hash }, "root");
    expect([kept(), status()]).toEqual([undefined, undefined]);
  });

  it("is its owner's again when nobody asks for it any more", () => {
    run("note_preimage", { bytes });
    run("request_preimage", { hash }, "root");
    run("request_preimage", { hash }, "root");
    run("unrequest_preimage", { hash }, "root");
    expect(status()).toMatchObject({ type: "Requested", value: { count: 1 } });
    run("unrequest_preimage", { hash }, "root");
    expect(status()).toEqual({ type: "Unrequested", value: { ticket: [alice, deposit], len: 3 } });
    expect(reason("unrequest_preimage", { hash }, "root")).toBe(errors.NotRequested);
  });
});

describe("a request", () => {
  it("is for root, told the first time only, and counted", () => {
    expect(reason("request_preimage", { hash })).toBe("BadOrigin");
    expect(reason("unrequest_preimage", { hash })).toBe("BadOrigin");
    run("request_preimage", { hash }, "root");
    run("request_preimage", { hash }, "root");
    expect(bare.told()).toEqual(["Requested"]);
    run("unrequest_preimage", { hash }, "root");
    run("unrequest_preimage", { hash }, "root");
    expect(status()).toBe(undefined);
    expect(reason("unrequest_preimage", { hash }, "root")).toBe(errors.NotRequested);
  });
});

describe("ensure_updated", () => {
  const put = (of: Hex) => {
    reserve(bare.state, alice, 50_000_000n);
    storage.StatusFor.at(of).set(bare.state, { type: "Unrequested", value: { deposit: [alice, 50_000_000n], len: 3 } });
  };

  it("makes held deposits of reserved ones, and is free when nine in ten needed it", () => {
    put(hash);
    expect(run("ensure_updated", { hashes: [hash] }, bob)).toEqual({ ok: { pays: "No" } });
    expect(held(alice)).toBe(deposit);
    expect(freeBalance(bare.state, alice)).toBe(tao - deposit);
    expect(status()).toEqual({ type: "Unrequested", value: { ticket: [alice, deposit], len: 3 } });
    expect(run("ensure_updated", { hashes: [hash] }, bob)).toEqual({ ok: { pays: "Yes" } });
  });

  it("keeps the count of what was asked for", () => {
    reserve(bare.state, alice, 50_000_000n);
    storage.StatusFor.at(hash).set(bare.state, {
      type: "Requested",
      value: { deposit: [alice, 50_000_000n], count: 4, len: undefined },
    });
    run("ensure_updated", { hashes: [hash] }, bob);
    expect(freeBalance(bare.state, alice)).toBe(tao);
    expect(status()).toEqual({
      type: "Requested",
      value: { maybe_ticket: undefined, count: 4, maybe_len: undefined },
    });
  });

  it("takes 1 to 1024 hashes of anybody who signs", () => {
    expect(reason("ensure_updated", { hashes: [] })).toBe(errors.TooFew);
    expect(reason("ensure_updated", { hashes: Array(1025).fill(hash) })).toBe(errors.TooMany);
    expect(reason("ensure_updated", { hashes: Array(1024).fill(hash) })).toBe(undefined);
    expect(reason("ensure_updated", { hashes: [hash] }, "root")).toBe("BadOrigin");
  });
});

describe("a bounded call", () => {
  const remark = (length: number): CallValue => ({
    pallet: "System",
    name: "remark",
    args: { remark: new Uint8Array(length) },
  });

  it("is kept itself up to 128 bytes, and as a preimage above", () => {
    const short = bound(bare.state, remark(124));
    expect(short.type).toBe("Inline");
    expect(peek(bare.state, short)).toEqual({ call: remark(124), lookedUp: undefined });
    const long = bound(bare.state, remark(125));
    expect(long).toMatchObject({ type: "Lookup", value: { len: 129 } });
    expect(peek(bare.state, long)).toEqual({ call: remark(125), lookedUp: 129 });
    dropBounded(bare.state, long);
    expect(bare.reasonOf(() => peek(bare.state, long))).toBe("Unavailable");
  });

  it("of an old hash is looked up by the length that was noted", () => {
    const long = bound(bare.state, remark(200));
    const old = long.type === "Lookup" ? long.value.hash : hash;
    const legacy = { type: "Legacy", value: { hash: old } } as const;
    expect(peek(bare.state, legacy).lookedUp).toBe(204);
    requestPreimage(bare.state, hash);
    expect(bare.reasonOf(() => peek(bare.state, { type: "Legacy", value: { hash } }))).toBe("Unavailable");
  });

  it("that is no call is corrupt", () => {
    expect(bare.reasonOf(() => peek(bare.state, { type: "Inline", value: new Uint8Array([255, 0]) }))).toBe(
      "Corruption",
    );
  });
});
