import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { encode } from "../../../codec/codec.ts";
import { u64 } from "../../../codec/primitives.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { RuntimePanic } from "../../frame/panic.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { timestamp } from "../timestamp/index.ts";
import { createInherent, inherentObjection } from "../timestamp/inherent.ts";
import { storage as timestampStorage } from "../timestamp/storage.ts";
import { aura } from "./index.ts";
import { auraEngineId, blockAuthor, changeAuthorities, hooks, slotFromDigest } from "./slots.ts";
import { storage } from "./storage.ts";

const keys: readonly Hex[] = ["01", "02", "03"].map((byte): Hex => `0x${byte.repeat(32)}`);
let bare: BareState;
const startBlock = (slot: bigint): void =>
  systemStorage.Digest.set(bare.state, { logs: [{ type: "PreRuntime", value: [auraEngineId, encode(u64, slot)] }] });
const setTime = (now: bigint): void => {
  const call = { pallet: "Timestamp", name: "set", args: { now } };
  bare.state.runtime.dispatch(bare.state, call, { caller: { type: "None" }, filters: [] });
};

beforeEach(() => {
  bare = bareState([
    [0, system],
    [2, timestamp],
    [3, aura],
  ]);
  storage.Authorities.set(bare.state, [...keys]);
});

describe("slots", () => {
  it("belong to the authorities in turn", () => {
    startBlock(7n);
    expect([slotFromDigest(bare.state), blockAuthor(bare.state)]).toEqual([7n, keys[1]]);
  });

  it("belong to as many authorities as their list says, also where it does not hold them", () => {
    startBlock(7n);
    bare.state.put(storage.Authorities.key, new Uint8Array([12]));
    hooks.onInitialize?.(bare.state, 1);
    expect(blockAuthor(bare.state)).toBeUndefined();
  });

  it("belong to nobody without authorities", () => {
    startBlock(7n);
    bare.state.put(storage.Authorities.key, new Uint8Array([0]));
    expect(() => hooks.onInitialize?.(bare.state, 1)).toThrow(RuntimePanic);
    storage.Authorities.remove(bare.state);
    storage.CurrentSlot.set(bare.state, 6n);
    hooks.onInitialize?.(bare.state, 1);
    expect(() => blockAuthor(bare.state)).toThrow(RuntimePanic);
  });

  it("must increase", () => {
    startBlock(7n);
    hooks.onInitialize?.(bare.state, 1);
    expect(() => hooks.onInitialize?.(bare.state, 2)).toThrow(RuntimePanic);
  });

  it("are where the time of the block lies", () => {
    startBlock(7n);
    hooks.onInitialize?.(bare.state, 1);
    expect(() => setTime(8n * 12_000n)).toThrow("Timestamp slot must match `CurrentSlot`");
  });
});

describe("the time", () => {
  it("is set once in a block, which cannot end without", () => {
    startBlock(7n);
    hooks.onInitialize?.(bare.state, 1);
    expect(() => timestamp.hooks.onFinalize?.(bare.state, 1)).toThrow(RuntimePanic);
    setTime(7n * 12_000n);
    expect(() => setTime(7n * 12_000n)).toThrow("Timestamp must be updated only once in the block");
    timestamp.hooks.onFinalize?.(bare.state, 1);
    expect(timestampStorage.Now.get(bare.state)).toBe(84_000n);
  });

  it("goes on by half a slot at least, and not far ahead of the clock", () => {
    timestampStorage.Now.set(bare.state, 84_000n);
    expect(createInherent(bare.state, 1n).args.now).toBe(90_000n);
    expect(createInherent(bare.state, 96_000n).args.now).toBe(96_000n);
    expect(inherentObjection(bare.state, 89_999n, 96_000n)).toBe("TooEarly");
    expect(inherentObjection(bare.state, 126_001n, 96_000n)).toBe("TooFarInFuture");
    expect(inherentObjection(bare.state, 126_000n, 96_000n)).toBeUndefined();
  });
});

describe("a time at the end of all times, which Root can write", () => {
  it("is followed by any: the sums wrap", () => {
    timestampStorage.Now.set(bare.state, (1n << 64n) - 1n);
    expect(createInherent(bare.state, 1n).args.now).toBe(5_999n);
    startBlock(7n);
    hooks.onInitialize?.(bare.state, 1);
    setTime(7n * 12_000n);
    expect(timestampStorage.Now.get(bare.state)).toBe(84_000n);
  });

  it("of the importer's clock leaves no room before it", () => {
    expect(inherentObjection(bare.state, 84_000n, (1n << 64n) - 1n)).toBe("TooFarInFuture");
  });
});

describe("new authorities", () => {
  it("are told in the digest; none at all are ignored", () => {
    changeAuthorities(bare.state, []);
    expect(storage.Authorities.get(bare.state)).toHaveLength(3);
    changeAuthorities(bare.state, keys.slice(0, 1));
    expect(storage.Authorities.get(bare.state)).toEqual(keys.slice(0, 1));
    const [log] = systemStorage.Digest.get(bare.state).logs;
    expect(log).toMatchObject({ type: "Consensus" });
    expect((log as { value: [Uint8Array, Uint8Array] }).value[1].slice(0, 3)).toEqual(new Uint8Array([1, 4, 1]));
  });
});
