import { expect } from "vitest";
import { type Hex, keyToHex, type StateKey, toHex } from "../../lib/bytes.ts";
import type { Database } from "../database.ts";
import type { ParentState } from "../state/parent-state.ts";
import { readFromProof } from "../trie/proof.ts";
import { type PlainState, plainRoot, withChildRoots } from "./blocks.ts";

/** A block with a copy of its whole state, for tests that hold a database against a list of such. */
export interface ModelBlock {
  readonly hash: Hex;
  readonly number: number;
  readonly parent: ModelBlock | undefined;
  readonly state: PlainState;
}

/** A key's new value, in the top trie or in a child trie; undefined removes it. */
export type Change = readonly [child: StateKey | undefined, key: StateKey, value: Uint8Array | undefined];

/** The ids of the child tries that such tests use. */
export const childIds: readonly StateKey[] = ["x", "yy"];

/** A state after some changes. */
export function changed(state: PlainState, all: readonly Change[]): PlainState {
  const top = new Map(state.top);
  const children = new Map([...state.children].map(([id, own]) => [id, new Map(own)]));
  for (const [id, k, v] of all) {
    const space = id === undefined ? top : (children.get(id) ?? new Map<StateKey, Uint8Array>());
    if (id !== undefined) children.set(id, space);
    v === undefined ? space.delete(k) : space.set(k, v);
  }
  return { top, children };
}

/** A block and those before it, oldest first. */
export function lineage<B extends { readonly parent: B | undefined }>(block: B): B[] {
  const line: B[] = [];
  for (let at: B | undefined = block; at !== undefined; at = at.parent) line.push(at);
  return line.reverse();
}

/** The highest of the open blocks that lie over one, or itself: the first of equals. */
export function longestOn<B extends ModelBlock & { readonly parent: B | undefined }>(open: Iterable<B>, block: B): B {
  let longest = block;
  for (const other of open) if (other.number > longest.number && lineage(other).includes(block)) longest = other;
  return longest;
}

/** The order in which open blocks lie in a database that is opened again: that in which they were stored is not known. */
export const asReopened = (a: ModelBlock, b: ModelBlock): number => a.number - b.number || (a.hash < b.hash ? -1 : 1);

/** All that a state holds as it is walked, child tries too, in one text. */
export function textOf(state: ParentState): string {
  const lines: string[] = [];
  for (const id of [undefined, ...childIds]) {
    const space = id === undefined ? state : state.child(id);
    const first = space.get("") === undefined ? undefined : "";
    for (let key = first ?? space.nextKey(""); key !== undefined; key = space.nextKey(key))
      lines.push(`${id} ${keyToHex(key)} ${toHex(space.get(key) as Uint8Array)}`);
  }
  return lines.join("\n");
}

/** The same of a model's state. */
export function plainText(state: PlainState): string {
  const lines: string[] = [];
  for (const id of [undefined, ...childIds]) {
    const space = id === undefined ? withChildRoots(state) : state.children.get(id);
    for (const key of [...(space?.keys() ?? [])].sort())
      lines.push(`${id} ${keyToHex(key)} ${toHex(space?.get(key) as Uint8Array)}`);
  }
  return lines.join("\n");
}

/** Holds the state of a block, its proofs and root against the model's. */
export function checkState(db: Database, block: ModelBlock): void {
  const state = db.stateAt(block.hash);
  if (state === undefined) throw new Error(`no state of block ${block.number}`);
  const entries = withChildRoots(block.state);
  const walked: StateKey[] = state.get("") === undefined ? [] : [""];
  for (let k = state.nextKey(""); k !== undefined; k = state.nextKey(k)) walked.push(k);
  expect(walked).toEqual([...entries.keys()].sort());
  for (const [k, v] of entries) expect(state.get(k)).toEqual(v);
  expect(state.get("\x01\x01\x01\x01")).toBeUndefined();
  for (const id of childIds) {
    const own = block.state.children.get(id) ?? new Map<StateKey, Uint8Array>();
    const child = state.child(id);
    for (const k of ["", "\x00", "\xff\xff", ...own.keys()]) {
      expect(child.get(k)).toEqual(own.get(k));
      expect(child.nextKey(k)).toBe([...own.keys()].sort().find((other) => other > k));
    }
  }
  const asked = ["", "\x00", "\x10\x01", ...[...entries.keys()].slice(0, 3)];
  const proof = db.proofAt(block.hash, asked) as Uint8Array[];
  expect(readFromProof(plainRoot(block.state), proof, asked)).toEqual(new Map(asked.map((k) => [k, entries.get(k)])));
  expect(toHex(db.overlayAt(block.hash)?.root() as Uint8Array)).toBe(toHex(plainRoot(block.state)));
}
