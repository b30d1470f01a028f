import { decode } from "../codec/codec.ts";
import { vec } from "../codec/containers.ts";
import { fromHex, type Hex, hexToKey, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import { show } from "../lib/show.ts";
import { decodeExtrinsic } from "../runtime/executive/extrinsic.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import type { HashedKey } from "../runtime/frame/hashers.ts";
import { ApplyExtrinsicResult } from "../runtime/types/apply-result.ts";
import { EventRecord } from "../runtime/types/frame.ts";

const cut = (text: string, most = 600): string =>
  text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;

/** `Pallet.Item(keys)` of a storage key, or the key itself when no item has it. */
export function describeKey(runtime: Runtime, key: StateKey): string {
  const item = runtime.itemOf(key);
  if (item === undefined) return key.startsWith(":") ? JSON.stringify(key) : keyToHex(key);
  try {
    let offset = item.prefix.length;
    const keys = item.hashers.map((hasher: HashedKey<unknown>) => {
      const { value, next } = hasher.read(key, offset);
      offset = next;
      return show(value);
    });
    return `${item.pallet}.${item.name}${keys.length > 0 ? `(${keys.join(", ")})` : ""}`;
  } catch {
    return `${item.pallet}.${item.name} at ${keyToHex(key)}`;
  }
}

/** The value of a storage key, decoded where an item has it. */
export function describeValue(runtime: Runtime, key: StateKey, value: Uint8Array | undefined): string {
  if (value === undefined) return "absent";
  const item = runtime.itemOf(key);
  if (item === undefined) return cut(toHex(value));
  try {
    return show(decode(item.value, value, runtime.outer));
  } catch {
    return cut(toHex(value));
  }
}

/** The events of a block, one line each. */
export function describeEvents(runtime: Runtime, events: Uint8Array | undefined): string[] {
  if (events === undefined) return [];
  try {
    return decode(vec(EventRecord), events, runtime.outer).map(({ phase, event }) => {
      const { pallet, name, fields } = event as { pallet: string; name: string; fields: unknown };
      const when =
        "value" in phase && phase.value !== undefined ? `extrinsic ${phase.value}` : phase.type.toLowerCase();
      return `[${when}] ${pallet}.${name} ${show(fields)}`;
    });
  } catch (error) {
    return [`events that do not decode: ${(error as Error).message}`];
  }
}

export function describeResult(result: Hex | undefined): string {
  if (result === undefined) return "absent";
  try {
    return show(decode(ApplyExtrinsicResult, fromHex(result)));
  } catch {
    return result;
  }
}

/** What an extrinsic calls, with its arguments. */
export function describeExtrinsic(runtime: Runtime, extrinsic: Hex): string {
  try {
    const { call, preamble } = decodeExtrinsic(fromHex(extrinsic), runtime);
    const by = preamble.type === "Signed" ? ` by ${show(preamble.address.value)}` : "";
    return `${call.pallet}.${call.name}${by} ${show(call.args)}`;
  } catch (error) {
    return `undecodable (${(error as Error).message})`;
  }
}

/** Lines for the keys at which two sets of storage changes differ; at most `most` of them. */
export function describeDifferences(
  runtime: Runtime,
  ours: ReadonlyMap<StateKey, Uint8Array | undefined>,
  theirs: Readonly<Record<Hex, Hex | null>>,
  parent: (key: StateKey) => Uint8Array | undefined,
  most = 20,
): string[] {
  const lines: string[] = [];
  const seen = new Set<StateKey>();
  const add = (key: StateKey, mine: string, other: string): void => {
    if (lines.length < most * 3)
      lines.push(`  ${describeKey(runtime, key)}`, `    ours:     ${mine}`, `    recorded: ${other}`);
  };
  const unchanged = (key: StateKey): string => `unchanged, ${describeValue(runtime, key, parent(key))}`;
  for (const [hex, value] of Object.entries(theirs) as [Hex, Hex | null][]) {
    const key = hexToKey(hex);
    seen.add(key);
    const mine = ours.get(key);
    const same = ours.has(key) && (mine === undefined ? value === null : value === toHex(mine));
    if (same) continue;
    add(
      key,
      ours.has(key) ? describeValue(runtime, key, mine) : unchanged(key),
      describeValue(runtime, key, value === null ? undefined : fromHex(value)),
    );
  }
  for (const [key, value] of ours) {
    if (!seen.has(key)) add(key, describeValue(runtime, key, value), unchanged(key));
  }
  const left = lines.length === most * 3 ? ["  …"] : [];
  return [...lines, ...left];
}
