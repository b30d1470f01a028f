import { type Codec, decode } from "../../src/codec/codec.ts";
import { DecodeError, Writer } from "../../src/codec/io.ts";
import type { FieldInfo, TypeInfo } from "../../src/codec/type-info.ts";
import { fromHex, type Hex, toHex } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { address, callOf } from "./attempt.ts";
import { integerBits } from "./values.ts";
import { hotkeys, poor, rich } from "./world.ts";

/** Where rules have their bounds: amounts, counts, takes, tempos, lengths. One less and one more is tried too. */
const bounds: readonly bigint[] = [
  0,
  2,
  5,
  10,
  16,
  20,
  32,
  50,
  64,
  75,
  100,
  128,
  180,
  256,
  300,
  360,
  500,
  512,
  1000,
  1024,
  1640,
  4096,
  7200,
  11_796,
  50_000,
  50_400,
  65_535,
  975_000,
  10 ** 6,
  10 ** 7,
  10 ** 8,
  10 ** 9,
  10 ** 10,
  2 * 10 ** 12,
].map(BigInt);
const greatest = [
  10n ** 18n,
  1n << 31n,
  (1n << 32n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
  (1n << 127n) - 1n,
  (1n << 128n) - 1n,
];

const integers = new Map<string, bigint[]>();

/** The ends of an integer and what lies between. */
function integersOf(bits: number, few: boolean): bigint[] {
  const name = `${bits} ${few}`;
  const known = integers.get(name) ?? createIntegers(bits, few);
  integers.set(name, known);
  return known;
}

function createIntegers(bits: number, few: boolean): bigint[] {
  const most = (1n << BigInt(bits)) - 1n;
  const ends = [0n, 1n, most >> 1n, (most >> 1n) + 1n, most - 1n, most];
  const inner = few ? [3n, 360n, 77n] : [...bounds, ...greatest].flatMap((value) => [value - 1n, value, value + 1n]);
  return [...new Set([...ends, ...inner])].filter((value) => value >= 0n && value <= most);
}

const accounts: readonly Hex[] = [
  `0x${"00".repeat(32)}`,
  `0x${"77".repeat(32)}`,
  rich[2] as Hex,
  rich[5] as Hex,
  poor[0] as Hex,
  hotkeys[8] as Hex,
];

const remark = callOf("System", "remark", { remark: new Uint8Array(3) });
const proxied = (call: CallValue): CallValue =>
  callOf("Proxy", "proxy", { real: address(rich[3] as Hex), force_proxy_type: undefined, call });
const deep = (depth: number, around: (call: CallValue) => CallValue): CallValue =>
  depth === 0 ? remark : around(deep(depth - 1, around));

/** Calls to put into others: small, in one another, and too many. */
export const nestedCalls: readonly CallValue[] = [
  remark,
  callOf("Utility", "batch", { calls: [] }),
  callOf("Utility", "batch_all", { calls: [callOf("Utility", "batch", { calls: [remark] }), remark] }),
  deep(4, proxied),
  deep(60, (call) => callOf("Utility", "as_derivative", { index: 1, call })),
  deep(3, (call) => callOf("Sudo", "sudo", { call })),
  callOf("Utility", "force_batch", { calls: Array.from({ length: 300 }, () => remark) }),
];

/** How many different writings a type is asked for: enough for the integers. */
const lengths: readonly number[] = [
  0, 1, 2, 3, 4, 10, 11, 32, 33, 64, 65, 100, 101, 128, 129, 256, 257, 512, 513, 1024, 1025, 5000, 5001,
];

function littleEndian(value: bigint, bits: number, to: Writer): void {
  for (let at = 0n; at < BigInt(bits); at += 8n) to.u8(Number((value >> at) & 255n));
}

/** Writes the `pick`-th edge of a type; whatever is inside takes the same one, as far as it has as many. */
function writeEdge(runtime: Runtime, info: TypeInfo, pick: number, few: boolean, to: Writer, depth = 0): void {
  if (depth > 10) throw new DecodeError("deep enough", 0);
  const inner = (of: TypeInfo): void => writeEdge(runtime, of, pick, few, to, depth + 1);
  const fields = (all: readonly FieldInfo[]): void => {
    for (const field of all) inner(field.type);
  };
  if (info.outer === "RuntimeCall")
    return to.raw(runtime.encodeCall(nestedCalls[pick % nestedCalls.length] as CallValue));
  const outer = info.outer === undefined ? undefined : runtime.outer[info.outer];
  if (outer !== undefined) return inner(outer.info);
  if (info.path.at(-1) === "AccountId32") return to.raw(fromHex(accounts[pick % accounts.length] as Hex));
  const def = info.def();
  switch (def.kind) {
    case "primitive": {
      if (def.name === "bool") return to.u8(pick % 2);
      const bits = integerBits[def.name] ?? 32;
      const all = integersOf(bits, few);
      return littleEndian(all[pick % all.length] as bigint, bits, to);
    }
    case "compact": {
      const one = def.of.def();
      const primitive = one.kind === "composite" ? one.fields[0]?.type.def() : one;
      const all = integersOf(primitive?.kind === "primitive" ? (integerBits[primitive.name] ?? 32) : 32, few);
      return to.compact(all[pick % all.length] as bigint);
    }
    case "composite":
      return fields(def.fields);
    case "variant": {
      const variant = def.variants[pick % def.variants.length];
      if (variant === undefined) throw new DecodeError("a type without values", 0);
      to.u8(variant.index);
      return fields(variant.fields);
    }
    case "sequence": {
      const element = def.of.def();
      const ofBytes = element.kind === "primitive" && element.name === "u8";
      const length = lengths[pick % lengths.length] as number;
      const held = ofBytes ? length : length > 130 ? 130 : length;
      to.compact(held);
      if (ofBytes) return to.raw(new Uint8Array(held).fill(pick));
      for (let at = 0; at < held; at++) inner(def.of);
      return;
    }
    case "array":
      for (let at = 0; at < def.length; at++) inner(def.of);
      return;
    case "tuple":
      for (const of of def.of) inner(of);
      return;
    default:
      throw new DecodeError("not in a call", 0);
  }
}

/** The edges of a type, each once: ends and bounds of integers, accounts of every kind, lists from empty to too long. */
export function edgesOf(runtime: Runtime, codec: Codec<unknown>, few: boolean): readonly unknown[] {
  const known = edges.get(codec) ?? createEdges(runtime, codec, few);
  edges.set(codec, known);
  return known;
}

const edges = new WeakMap<Codec<unknown>, readonly unknown[]>();

function createEdges(runtime: Runtime, codec: Codec<unknown>, few: boolean): unknown[] {
  const made = new Map<string, unknown>();
  for (let pick = 0; pick < (few ? 12 : 130); pick++) {
    const to = new Writer(runtime.outer);
    try {
      writeEdge(runtime, codec.info, pick, few, to);
      const bytes = to.finish();
      const name = toHex(bytes);
      if (!made.has(name)) made.set(name, decode(codec, bytes, runtime.outer));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  return [...made.values()];
}
