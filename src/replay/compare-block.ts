import { encode } from "../codec/codec.ts";
import { equalBytes, fromHex, type Hex, hexToKey, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import { DigestItem, Header } from "../runtime/types/substrate.ts";
import type { MemoryState } from "../storage/state/memory-state.ts";
import type { RecordedBlock } from "./chain-file.ts";
import { describeDifferences, describeEvents, describeExtrinsic, describeResult } from "./describe.ts";
import type { RebuiltBlock } from "./rebuild-block.ts";

/** How a block differs from its recording: in one line, and the details below it. */
export interface Difference {
  readonly what: string;
  readonly details: readonly string[];
}

/** The first difference of an executed block from its recording, in the order in which causes come before effects. */
export function compareBlock(
  runtime: Runtime,
  parent: MemoryState,
  block: RecordedBlock,
  executed: RebuiltBlock,
): Difference | undefined {
  const { header, hash, results, extrinsics, execution } = executed;
  const details = (): string[] => [
    ...storageDifferences(runtime, parent, block, executed),
    ...eventDifferences(runtime, block, executed),
  ];

  for (const [i, attempt] of block.attempts.entries()) {
    if (attempt.result === undefined && attempt.included === undefined) continue;
    const included = results[i]?.startsWith("0x00") ?? false;
    if (results[i] === attempt.result && included === attempt.included) continue;
    return {
      what: `result of attempt ${i}`,
      details: [
        `  ${describeExtrinsic(runtime, attempt.extrinsic)}`,
        `    ours:     ${describeResult(results[i])}`,
        `    recorded: ${describeResult(attempt.result)} ${attempt.result_debug ?? ""}${attempt.included === included ? "" : ` (included: ${attempt.included})`}`,
        ...details(),
      ],
    };
  }
  const same = (ours: Hex | undefined, theirs: Hex | undefined): boolean => theirs === undefined || ours === theirs;
  const differs = (what: string, ours: string, theirs: string): Difference => ({
    what,
    details: [`    ours:     ${ours}`, `    recorded: ${theirs}`, ...details()],
  });

  if (block.extrinsics !== undefined) {
    const mine = extrinsics.map(toHex);
    if (mine.length !== block.extrinsics.length || mine.some((one, i) => one !== block.extrinsics?.[i])) {
      return differs("extrinsics", `${mine.length}`, `${block.extrinsics.length}`);
    }
  }
  const storageLines = storageDifferences(runtime, parent, block, executed);
  if (storageLines.length > 0) return { what: "storage", details: details() };
  const events = execution.get(system.Events.key);
  if (!same(events && toHex(events), block.events))
    return { what: "events", details: eventDifferences(runtime, block, executed) };
  if (!same(header.extrinsics_root, block.extrinsicsRoot))
    return differs("extrinsics root", header.extrinsics_root, block.extrinsicsRoot as Hex);
  const digest = header.digest.logs.map((item) => toHex(encode(DigestItem, item)));
  if (block.digest !== undefined && digest.join() !== block.digest.join())
    return differs("digest", digest.join(" "), block.digest.join(" "));
  if (!same(header.state_root, block.stateRoot))
    return differs("state root", header.state_root, block.stateRoot as Hex);
  const encoded = toHex(encode(Header, header));
  if (!same(encoded, block.header)) return differs("header", encoded, block.header as Hex);
  if (!same(hash, block.hash)) return differs("hash", hash, block.hash as Hex);
  return undefined;
}

function changedKeys(parent: MemoryState, { execution }: RebuiltBlock): Map<StateKey, Uint8Array | undefined> {
  const changed = new Map<StateKey, Uint8Array | undefined>();
  for (const [key, value] of execution.changes()) {
    const old = parent.get(key);
    if (value === undefined ? old !== undefined : old === undefined || !equalBytes(old, value)) changed.set(key, value);
  }
  return changed;
}

function storageDifferences(
  runtime: Runtime,
  parent: MemoryState,
  block: RecordedBlock,
  executed: RebuiltBlock,
): string[] {
  const lines: string[] = [];
  if (block.changes !== undefined) {
    lines.push(...describeDifferences(runtime, changedKeys(parent, executed), block.changes, (key) => parent.get(key)));
  }
  if (block.changesCount !== undefined) {
    const count = changedKeys(parent, executed).size;
    if (count !== block.changesCount) lines.push(`  ${count} keys changed, recorded ${block.changesCount}`);
  }
  if (block.childChanges !== undefined) {
    const mine = [...executed.execution.childChanges()].flatMap(([id, changes]) =>
      [...changes].map(
        ([key, value]) => `${keyToHex(id)} ${keyToHex(key)} ${value === undefined ? null : toHex(value)}`,
      ),
    );
    const theirs = block.childChanges.map(([id, key, value]) => `${id} ${key} ${value}`);
    if (mine.sort().join() !== theirs.sort().join())
      lines.push(`  child tries: ours ${mine.join("; ")}, recorded ${theirs.join("; ")}`);
  }
  return lines;
}

function eventDifferences(runtime: Runtime, block: RecordedBlock, { execution }: RebuiltBlock): string[] {
  if (block.events === undefined) return [];
  const ours = describeEvents(runtime, execution.get(system.Events.key));
  const theirs = describeEvents(runtime, fromHex(block.events));
  const lines: string[] = [];
  for (let i = 0; i < ours.length || i < theirs.length; i++) {
    if (ours[i] === theirs[i]) continue;
    lines.push(`  event ${i}`, `    ours:     ${ours[i] ?? "none"}`, `    recorded: ${theirs[i] ?? "none"}`);
    if (lines.length > 30) return [...lines, "  …"];
  }
  return lines;
}

/** Entries with recorded ones put over them; null takes an entry away. */
export function withOverrides(
  entries: Iterable<readonly [StateKey, Uint8Array]>,
  overrides: Readonly<Record<Hex, Hex | null>>,
): Map<StateKey, Uint8Array> {
  const all = new Map(entries);
  for (const [key, value] of Object.entries(overrides)) {
    if (value === null) all.delete(hexToKey(key));
    else all.set(hexToKey(key), fromHex(value));
  }
  return all;
}
