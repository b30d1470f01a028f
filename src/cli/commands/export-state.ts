import { randomUUID } from "node:crypto";
import { keyToHex, prefixEnd, type StateKey, toHex } from "../../lib/bytes.ts";
import { type ChainSpec, chainSpecJson } from "../../primitives/chain-spec.ts";
import type { StateReader } from "../../primitives/state.ts";
import { childRootPrefix, type ParentState } from "../../storage/state/parent-state.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { exportStateOptions } from "../options/commands.ts";
import { type OpenFile, writeAll } from "../streams.ts";
import { withBlockAndState } from "./block-with-state.ts";

const pieceLength = 256 * 1024;

/** Every key of a state in order, without those of a range. */
function* keysOf(state: StateReader, without?: { from: StateKey; to: StateKey | undefined }): Generator<StateKey> {
  let key = state.get("") === undefined ? state.nextKey("") : "";
  while (key !== undefined) {
    if (without !== undefined && key >= without.from && (without.to === undefined || key < without.to)) {
      if (without.to === undefined) return;
      key = state.get(without.to) === undefined ? state.nextKey(without.to) : without.to;
      continue;
    }
    yield key;
    key = state.nextKey(key);
  }
}

/** The ids of the child tries of a state, in order. */
function* childrenOf(state: StateReader): Generator<StateKey> {
  for (let key = state.nextKey(childRootPrefix); key?.startsWith(childRootPrefix); key = state.nextKey(key)) {
    yield key.slice(childRootPrefix.length);
  }
}

/** An object of JSON, a member at a time, indented as JSON.stringify indents. */
function* jsonObject(members: Iterable<readonly [string, Iterable<string>]>, depth: number): Generator<string> {
  const margin = `\n${"  ".repeat(depth)}`;
  let before = `{${margin}  `;
  let empty = true;
  for (const [name, value] of members) {
    yield `${before}${JSON.stringify(name)}: `;
    yield* value;
    before = `,${margin}  `;
    empty = false;
  }
  yield empty ? "{}" : `${margin}}`;
}

function* entriesOf(state: StateReader, keys: Iterable<StateKey>): Generator<readonly [string, [string]]> {
  for (const key of keys) yield [keyToHex(key), [`"${toHex(state.get(key) as Uint8Array)}"`]];
}

function* childMembers(state: WholeState): Generator<readonly [string, Iterable<string>]> {
  for (const id of childrenOf(state)) {
    const child = state.child(id);
    yield [keyToHex(id), jsonObject(entriesOf(child, keysOf(child)), 4)];
  }
}

/** A state with its child tries. */
export interface WholeState extends StateReader {
  child(id: StateKey): StateReader;
}

/** The text of a raw specification with a state as its genesis, in pieces: no state is held as a whole. */
export function* rawSpecText(spec: ChainSpec, state: WholeState): Generator<string> {
  const [top, children] = [randomUUID(), randomUUID()];
  const document = { ...chainSpecJson(spec), genesis: { raw: { top, childrenDefault: children } } };
  const [before = "", between = "", after = ""] = JSON.stringify(document, null, 2).split(
    new RegExp(`"${top}"|"${children}"`),
  );
  yield before;
  const roots = { from: childRootPrefix, to: prefixEnd(childRootPrefix) };
  yield* jsonObject(entriesOf(state, keysOf(state, roots)), 3);
  yield between;
  yield* jsonObject(childMembers(state), 3);
  yield `${after}\n`;
}

/** The same text in fewer pieces. */
export function* largePieces(pieces: Iterable<string>): Generator<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    yield text;
    text = "";
  }
  yield text;
}

/**
 * `export-state`: the specification of a chain that starts with the state of a block, raw, on standard output.
 * Rust: `sc-cli ExportStateCmd::run`.
 */
export async function exportState(
  values: Values<typeof exportStateOptions>,
  block: string | undefined,
  environment: Environment,
): Promise<void> {
  await withBlockAndState({ values, block, environment }, ({ database, found, spec, log }) => {
    log.info("export", `Exporting the state of block #${found.number} (${found.hash})`);
    const state = database.stateAt(found.hash) as ParentState;
    const output: OpenFile = { descriptor: 1, name: "standard output" };
    for (const piece of largePieces(rawSpecText(spec, state))) writeAll(output, Buffer.from(piece));
  });
}
