import { equalBytes, type Hex, keyToHex, prefixEnd, type StateKey, toHex } from "../../lib/bytes.ts";
import type { Pointers } from "../blocks/pointers.ts";
import { describe } from "../chain-record.ts";
import { RecordError } from "../errors.ts";
import type { KeyValue } from "../kv/key-value.ts";
import { canonicalKey, lostBlock, prefixes, reverseDiffKey } from "../layout.ts";
import { decodeChanges, type FlatChanges } from "../state/change-record.ts";
import { childRootKey, layerChanges } from "../state/layers.ts";
import { emptyRoot, emptyTrie, getFromTrie, rootHash } from "../trie/trie.ts";
import { applyChanges } from "../trie/update.ts";
import { counted, type Findings, tellFew } from "./report.ts";
import { type HeaderAt, readHeader } from "./verify-blocks.ts";
import type { IndexCheck } from "./verify-index.ts";
import type { StateTries } from "./verify-state.ts";

/**
 * Goes back from the state of the last final block to the oldest one kept, by what each block replaced, and compares
 * the root of every state with its header. States of blocks that are not final, and of branches that lost, are made
 * where they begin.
 * @param dying blocks that are being forgotten, which may lie on nothing any more.
 * @param index told what each block replaced, newest first.
 */
export async function verifyHistory(
  store: KeyValue,
  pointers: Pointers,
  start: StateTries,
  dying: ReadonlySet<Hex>,
  findings: Findings,
  index: IndexCheck,
): Promise<void> {
  const few = tellFew(findings.problem);
  const branches = await readBranches(store, few.add);
  let others = 0;
  const checkBranches = (from: Hex, tries: StateTries): void => {
    const waiting = [{ parent: from, tries }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const children = branches.get(next.parent) ?? [];
      branches.delete(next.parent);
      for (const { header, changes } of children) {
        others++;
        const made = change(next.tries, changes);
        const wrong = wrongRoot(made, changes, header);
        if (wrong !== undefined) few.add(`${describe(header)}: ${wrong}`);
        waiting.push({ parent: header.hash, tries: made });
      }
    }
  };

  const hashOf = (number: number): Hex | undefined => {
    const bytes = store.getSync(canonicalKey(number));
    return bytes === undefined ? undefined : toHex(bytes);
  };
  let tries = start;
  checkBranches(pointers.finalized.hash, tries);
  let at = pointers.finalized.number;
  for (; at > pointers.oldestState; at--) {
    const record = store.getSync(reverseDiffKey(at));
    const changes = record === undefined ? undefined : readChanges(record);
    if (changes === undefined) {
      few.add(`what block ${at} replaced in state ${record === undefined ? "is missing" : "cannot be read"}`);
      break;
    }
    tries = change(tries, changes);
    const hash = hashOf(at - 1);
    const header = hash === undefined ? "its block is missing" : readHeader(store, hash);
    const wrong = typeof header === "string" ? header : wrongRoot(tries, changes, header);
    if (wrong !== undefined) {
      few.add(`the state of block ${at - 1}: ${wrong}`);
      break;
    }
    await index.note(at, changes);
    checkBranches(hash as Hex, tries);
  }
  const whole = at === pointers.oldestState;
  if (!whole) few.add(`older states, from block ${at - 1} down, follow from it: they were not checked`);
  for (const { header } of whole ? [...branches.values()].flat() : [])
    if (!dying.has(header.hash))
      few.add(`${describe(header)}: its state is kept, and not that of the block it lies on`);
  few.end();
  await index.end(whole);
  const states = pointers.finalized.number - at + 1;
  findings.checked(`${counted(states, "state")} from block ${at} to ${pointers.finalized.number} against their roots`);
  findings.checked(`${counted(others, "state")} of blocks that are not final or lost`);
}

interface BranchBlock {
  readonly header: HeaderAt;
  readonly changes: FlatChanges;
}

/** The blocks off the final chain whose state is kept, by parent. */
async function readBranches(store: KeyValue, problem: (line: string) => void): Promise<Map<Hex, BranchBlock[]>> {
  const branches = new Map<Hex, BranchBlock[]>();
  const add = (hash: Hex, record: Uint8Array): void => {
    const header = readHeader(store, hash);
    const changes = readChanges(record);
    if (typeof header === "string") problem(`block ${hash}: ${header}`);
    else if (changes === undefined) problem(`${describe(header)}: the journal of its state cannot be read`);
    else branches.set(header.parentHash, [...(branches.get(header.parentHash) ?? []), { header, changes }]);
  };
  for await (const [key, record] of store.iterate(prefixes.layer, prefixEnd(prefixes.layer)))
    add(keyToHex(key.slice(1)), record);
  for await (const [key, record] of store.iterate(prefixes.lost, prefixEnd(prefixes.lost)))
    if (record.length > 0) add(lostBlock(key).hash, record);
  return branches;
}

function readChanges(record: Uint8Array): FlatChanges | undefined {
  try {
    return decodeChanges(record);
  } catch (error) {
    if (error instanceof RecordError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function change({ top, children }: StateTries, changes: FlatChanges): StateTries {
  const { top: own, children: ownChildren } = layerChanges(changes);
  const changed = new Map(children);
  for (const [id, space] of ownChildren)
    changed.set(id, applyChanges(children.get(id) ?? emptyTrie(1), withoutNulls(space)));
  return { top: applyChanges(top, withoutNulls(own)), children: changed };
}

function withoutNulls(changes: ReadonlyMap<StateKey, Uint8Array | null>): Map<StateKey, Uint8Array | undefined> {
  return new Map([...changes].map(([key, value]) => [key, value ?? undefined]));
}

/** What is wrong with the roots of a state, undefined when nothing is. @param changes what differs from a right one. */
function wrongRoot({ top, children }: StateTries, changes: FlatChanges, { stateRoot }: HeaderAt): string | undefined {
  if (!equalBytes(rootHash(top), stateRoot))
    return `it has root ${toHex(rootHash(top))}, the header says ${toHex(stateRoot)}`;
  for (const id of layerChanges(changes).children.keys()) {
    const named = getFromTrie(top, childRootKey(id))?.value ?? emptyRoot;
    if (!equalBytes(named, rootHash(children.get(id) ?? emptyTrie(1))))
      return `child trie ${keyToHex(id)} has another root than the state names`;
  }
  return undefined;
}
