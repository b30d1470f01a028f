import { describe, expect, it } from "vitest";
import { encode } from "../../codec/codec.ts";
import { compact } from "../../codec/containers.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { layoutOf } from "../../codec/layout.ts";
import { u32 } from "../../codec/primitives.ts";
import type { FieldInfo, TypeInfo } from "../../codec/type-info.ts";
import { concatBytes, equalBytes, joinBytes } from "../../lib/bytes.ts";
import type { CallValue } from "../frame/calls.ts";
import { createRuntime, production } from "../index.ts";
import type { NetUid } from "../types/balances.ts";
import { Era } from "../types/era.ts";
import { bareExtrinsic, decodeExtrinsic, type Extrinsic, encodeExtrinsic, readExtrinsic } from "./extrinsic.ts";

const runtime = createRuntime(production);
const account = `0x${"11".repeat(32)}` as const;
const call = (pallet: string, name: string, args: Record<string, unknown>): CallValue => ({ pallet, name, args });
const subtensor = (name: string, args: Record<string, unknown>): CallValue => call("SubtensorModule", name, args);
const remark = call("System", "remark", { remark: new Uint8Array(9) });
const sudo = (inner: CallValue): CallValue => call("Sudo", "sudo", { call: inner });
const batch = (...calls: CallValue[]): CallValue => call("Utility", "batch", { calls });
const decoded = (value: CallValue): Extrinsic => decodeExtrinsic(bareExtrinsic(value, runtime), runtime);

/** A signed extrinsic of call bytes, whatever they are. */
const signed = (callBytes: Uint8Array): Uint8Array =>
  encodeExtrinsic({
    callBytes,
    preamble: {
      type: "Signed",
      address: { type: "Id", value: account },
      signature: { type: "Sr25519", value: `0x${"5a".repeat(64)}` },
      explicit: { era: "Immortal", nonce: 0, tip: 0n, mode: "Disabled" },
    },
  });

/** `claim_root` of netuids as they come. */
function claimRoot(...netuids: NetUid[]): Uint8Array {
  const none = runtime.encodeCall(subtensor("claim_root", { subnets: [] }));
  return concatBytes(
    none.subarray(0, -1),
    new Uint8Array([netuids.length * 4]),
    ...netuids.map((netuid) => new Uint8Array([netuid, 0])),
  );
}

describe("an extrinsic written anew", () => {
  it("is the array it was decoded from where that is the same", () => {
    const sent = signed(claimRoot(1, 2));
    const { bytes, callBytes } = decodeExtrinsic(sent, runtime);
    expect(bytes).toBe(sent);
    expect(callBytes).toEqual(claimRoot(1, 2));
  });

  it.each([
    ["out of order", [2, 1], [1, 2]],
    ["with repeats", [1, 1, 1, 1], [1]],
    ["both", [7, 3, 7, 5, 3], [3, 5, 7]],
  ])("has its sets in order and once: %s", (_, sent, written) => {
    const { bytes, callBytes } = decodeExtrinsic(signed(claimRoot(...sent)), runtime);
    expect(callBytes).toEqual(claimRoot(...written));
    expect(bytes).toEqual(signed(claimRoot(...written)));
  });

  it("also within other calls", () => {
    const inner = runtime.encodeCall(remark);
    const head = runtime.encodeCall(batch()).subarray(0, -1);
    const sent = concatBytes(head, new Uint8Array([8]), claimRoot(2, 1), inner);
    const { callBytes } = decodeExtrinsic(signed(sent), runtime);
    expect(callBytes).toEqual(concatBytes(head, new Uint8Array([8]), claimRoot(1, 2), inner));
  });

  it.each([4, 5])("keeps the version of a bare one: %s", (version) => {
    const sent = bareExtrinsic(remark, runtime);
    sent[1] = version;
    expect(decodeExtrinsic(sent, runtime).bytes).toBe(sent);
    const turned = concatBytes(new Uint8Array([0]), new Uint8Array([version]), claimRoot(2, 1));
    turned[0] = (turned.length - 1) * 4;
    expect(decodeExtrinsic(turned, runtime).bytes[1]).toBe(version);
  });

  it("keeps the extension version of a general one, whichever", () => {
    const explicit = { era: "Immortal", nonce: 0, tip: 0n, mode: "Disabled" } as const;
    const preamble = { type: "General", extensionVersion: 3, explicit } as const;
    const { bytes } = decodeExtrinsic(encodeExtrinsic({ callBytes: claimRoot(2, 1), preamble }), runtime);
    expect(bytes).toEqual(encodeExtrinsic({ callBytes: claimRoot(1, 2), preamble }));
  });

  it("keeps every era", () => {
    const changed: number[] = [];
    for (let writing = 0; writing < 65_536; writing++) {
      const given = new Uint8Array([writing & 255, writing >> 8]);
      const from = new Reader(given);
      try {
        const again = encode(Era, Era.decode(from));
        if (!equalBytes(again, given.subarray(0, from.offset))) changed.push(writing);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }
    expect(changed).toEqual([]);
  });

  it("ends where its length says, and what follows is not looked at", () => {
    const sent = signed(claimRoot(1));
    const from = new Reader(concatBytes(sent, new Uint8Array(5)), runtime.outer);
    expect(readExtrinsic(from).bytes).toEqual(sent);
    expect(from.remaining).toBe(5);
    for (const wrong of [-4, 4]) {
      const other = concatBytes(sent, new Uint8Array(5));
      other[0] = (other[0] as number) + wrong;
      expect(() => readExtrinsic(new Reader(other, runtime.outer))).toThrow(DecodeError);
    }
  });
});

describe("steps down while a call is decoded", () => {
  const depth = (of: CallValue): number => decoded(of).depth;

  it("are one for each call within, boxed or listed", () => {
    expect(depth(remark)).toBe(0);
    expect(depth(sudo(remark))).toBe(1);
    expect(depth(batch())).toBe(1);
    expect(depth(batch(remark, sudo(batch(remark)), remark))).toBe(3);
    const plan = { deposit: 0n, min_contribution: 0n, cap: 0n, end: 9, target_address: undefined };
    expect(depth(call("Crowdloan", "create", { ...plan, call: remark }))).toBe(1);
    expect(depth(call("Crowdloan", "create", { ...plan, call: undefined }))).toBe(0);
  });

  it("are one for each list of anything but plain integers, and for each tree", () => {
    expect(depth(subtensor("set_weights", { netuid: 1, dests: [1, 2], weights: [3, 4], version_key: 0n }))).toBe(0);
    expect(depth(subtensor("set_children", { hotkey: account, netuid: 1, children: [[5n, account]] }))).toBe(1);
    expect(depth(subtensor("claim_root", { subnets: [1] }))).toBe(1);
    const lists = { netuids: [1], weights: [[[1, 2]]], version_keys: [0n] };
    expect(depth(subtensor("batch_set_weights", lists))).toBe(2);
    const reveal = { netuid: 1, uids_list: [[1]], values_list: [[1]], salts_list: [[1]], version_keys: [0n] };
    expect(depth(subtensor("batch_reveal_weights", reveal))).toBe(1);
    const info = { fields: [{ type: "BlakeTwo256", value: account }] };
    expect(depth(call("Commitments", "set_commitment", { netuid: 1, info }))).toBe(2);
  });

  it("do not end the decoding before its stack would end", () => {
    let nested = remark;
    for (let i = 0; i < 1000; i++) nested = sudo(nested);
    expect(depth(nested)).toBe(1000);
    expect(() => decoded(sudo(nested))).toThrow(DecodeError);
  });
});

describe("the memory of a decoded call", () => {
  const most = 16 * 1024 * 1024;
  const compactBytes = (value: number): Uint8Array => encode(compact(u32), value);
  /** A batch of one `batch_set_weights`, whose box of 304 bytes counts too, with so many zeros in one of its lists. */
  const taken = (list: number, count: number): Uint8Array => {
    const none = runtime.encodeCall(
      batch(subtensor("batch_set_weights", { netuids: [], weights: [], version_keys: [] })),
    );
    const lists = [0, 1, 2].map((at) =>
      at === list ? concatBytes(compactBytes(count), new Uint8Array(count)) : new Uint8Array(1),
    );
    return signed(joinBytes([none.subarray(0, -3), ...lists]));
  };
  const fits = (bytes: Uint8Array): boolean => {
    try {
      decodeExtrinsic(bytes, runtime);
      return true;
    } catch (error) {
      if (error instanceof DecodeError) return false;
      throw error;
    }
  };

  it.each([
    ["integers", 2, 8],
    ["empty lists", 1, 12],
    ["short integers", 0, 2],
  ])("is limited in the original's bytes: %s", (_, list, size) => {
    const count = Number((BigInt(most) - 304n) / BigInt(size));
    expect(fits(taken(list, count))).toBe(true);
    expect(fits(taken(list, count + 1))).toBe(false);
  });

  it("takes 304 bytes for each call of a list", () => {
    const calls = (count: number) => bareExtrinsic(batch(...new Array<CallValue>(count).fill(batch())), runtime);
    expect(fits(calls(55_188))).toBe(true);
    expect(fits(calls(55_189))).toBe(false);
  });

  it.each([
    ["SubtensorModule.set_children.children", 40],
    ["SubtensorModule.batch_set_weights.weights", 12],
    ["SubtensorModule.batch_commit_weights.commit_hashes", 32],
    ["System.set_storage.items", 24],
    ["System.remark.remark", 1],
    ["AdminUtils.schedule_grandpa_change.next_authorities", 40],
    ["EVM.set_whitelist.new", 20],
    ["EVM.call.access_list", 32],
    ["EVM.call.authorization_list", 128],
    ["Utility.batch.calls", 304],
  ])("is that of the measured sizes: %s takes %s bytes an item", (path, size) => {
    const [pallet = "", name = "", field = ""] = path.split(".");
    const list = runtime.callOf(call(pallet, name, {})).args[field]?.info.def();
    expect(list?.kind === "sequence" && layoutOf(list.of)?.size).toBe(size);
  });

  it("is known of every type that a call's lists, trees and boxes hold", () => {
    const unknown: string[] = [];
    const seen = new Set<TypeInfo>();
    const item = (of: TypeInfo, where: string): void => {
      if (layoutOf(of) === undefined) unknown.push(where);
    };
    const field = ({ type, typeName }: FieldInfo, where: string): void => {
      if (typeName?.startsWith("Box<")) item(type, where);
      visit(type, where);
    };
    const visit = (type: TypeInfo, where: string): void => {
      if (seen.has(type)) return;
      seen.add(type);
      const def = type.def();
      if (def.kind === "sequence") item(def.of, where);
      if (def.kind === "sequence" || def.kind === "array") visit(def.of, where);
      if (def.kind === "tuple") for (const of of def.of) visit(of, where);
      if (def.kind === "composite") for (const one of def.fields) field(one, where);
      if (def.kind === "variant")
        for (const { name, fields } of def.variants) for (const one of fields) field(one, `${where}.${name}`);
    };
    visit(runtime.callCodec.info, "");
    expect(seen.size).toBeGreaterThan(200);
    expect(unknown).toEqual([]);
  });
});
