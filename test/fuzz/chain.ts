import { encode } from "../../src/codec/codec.ts";
import { u64 } from "../../src/codec/primitives.ts";
import { rememberVerified } from "../../src/crypto/verified.ts";
import { equalBytes, type Hex, type StateKey } from "../../src/lib/bytes.ts";
import { encodeEngineItem, encodeHeader } from "../../src/primitives/header.ts";
import type { StateReader } from "../../src/primitives/state.ts";
import { type ApplyResult, applyExtrinsic } from "../../src/runtime/executive/apply-extrinsic.ts";
import { finalizeBlock, type HeaderValue, headerHash, initializeBlock } from "../../src/runtime/executive/block.ts";
import {
  bareExtrinsic,
  decodeExtrinsic,
  encodeExtrinsic,
  signingPayload,
} from "../../src/runtime/executive/extrinsic.ts";
import { implicitData } from "../../src/runtime/extensions/list.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { type Execution, execute } from "../../src/runtime/frame/execution.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { Header } from "../../src/runtime/types/substrate.ts";
import type { MemoryState } from "../../src/storage/state/memory-state.ts";
import type { TrieOverlay } from "../../src/storage/state/overlay.ts";
import { orderedRoot } from "../../src/storage/trie/ordered-root.ts";
import type { Executor } from "../../src/wasm/executor.ts";
import { differenceBeside } from "./beside.ts";
import { noteErrorsIn } from "./coverage.ts";
import type { Watch } from "./watched-runtime.ts";

/** Something that must never be. */
export class Defect extends Error {
  override name = "Defect";
}

/** A chain in memory that blocks are built on. */
export interface FuzzChain {
  readonly runtime: Runtime;
  readonly watch: Watch;
  readonly state: MemoryState;
  /** Number, slot and hash of the last block. */
  readonly head: { readonly number: number; readonly slot: bigint; readonly hash: Hex };
  /** The original's rules as a program, which executes each block again. */
  readonly beside?: Executor | undefined;
}

/** A block under construction. */
export interface OpenBlock {
  readonly overlay: TrieOverlay;
  readonly execution: Execution;
  readonly slot: bigint;
  /** The header that it began with, without roots, SCALE. */
  readonly start: Uint8Array;
  /** The extrinsics in it; undefined once something broke in the middle of one, of which the block keeps a part. */
  body: Uint8Array[] | undefined;
}

const noHash: Hex = `0x${"00".repeat(32)}`;
const aura = new Uint8Array([97, 117, 114, 97]);

/**
 * Starts the next block, `skipped` slots later than the first that it could have, with its timestamp.
 * @param written what is written to the state before, as if the last block had done so.
 */
export function openBlock(
  chain: FuzzChain,
  skipped = 0,
  written: Iterable<readonly [StateKey, Uint8Array]> = [],
): OpenBlock {
  const { runtime, head, watch } = chain;
  const overlay = chain.state.overlay();
  for (const [key, value] of written) overlay.put(key, value);
  const execution = execute(overlay, runtime.rules, runtime);
  const emit = execution.emit.bind(execution);
  execution.emit = (event) => {
    noteErrorsIn(watch.coverage, runtime, event.fields);
    emit(event);
  };
  checkFailures(watch, execution, overlay);
  const slot = head.slot + 1n + BigInt(skipped);
  const digest = { logs: [{ type: "PreRuntime", value: [aura, encode(u64, slot)] }] } as HeaderValue["digest"];
  initializeBlock(execution, runtime, { number: head.number + 1, parentHash: head.hash, digest });
  const now = { pallet: "Timestamp", name: "set", args: { now: slot * runtime.rules.slotDuration } };
  const timestamp = bareExtrinsic(now, runtime);
  applyExtrinsic(execution, runtime, decodeExtrinsic(timestamp, runtime));
  const item = encodeEngineItem({ kind: "preRuntime", engine: "aura", data: encode(u64, slot) });
  const roots = { stateRoot: noHash, extrinsicsRoot: noHash };
  const start = encodeHeader({ number: head.number + 1, parentHash: head.hash, ...roots, digest: [item] });
  return { overlay, execution, slot, start, body: [timestamp] };
}

/** A failed dispatch leaves nothing, in state or in events. */
function checkFailures(watch: Watch, execution: Execution, overlay: TrieOverlay): void {
  const old = new Map<StateKey, Uint8Array | undefined>();
  let events = 0;
  execution.onAccess = (kind, key) => {
    if (kind !== "get" && !old.has(key)) old.set(key, overlay.get(key));
  };
  watch.before = () => {
    old.clear();
    events = execution.eventCount;
  };
  watch.afterFailure = (_state, call) => {
    const name = `${call.pallet}.${call.name}`;
    if (execution.eventCount !== events) throw new Defect(`${name} failed and left events`);
    for (const [key, value] of old) {
      const now = overlay.get(key);
      const same = now === undefined || value === undefined ? now === value : equalBytes(now, value);
      if (!same) throw new Defect(`${name} failed and left changes in ${chainItem(execution, key)}`);
    }
  };
}

const chainItem = (execution: Execution, key: StateKey): string => {
  const item = (execution.runtime as Runtime).itemOf(key);
  return item === undefined ? "an unknown item" : `${item.pallet}.${item.name}`;
};

/** Stands for a signature: it is remembered as verified before use, so that none is made. */
const signature: Hex = `0x${"5a".repeat(64)}`;

/** Makes a signature of `message` by `publicKey` count as good, and gives it. */
export function standInSignature(message: Uint8Array, publicKey: Hex): Hex {
  rememberVerified({ scheme: "sr25519", signature, message, publicKey });
  return signature;
}

/** The bytes of an extrinsic; undefined signer for a bare one. Tip in rao. */
export function extrinsicOf(
  { execution }: OpenBlock,
  runtime: Runtime,
  call: CallValue,
  signer: Hex | undefined,
  tip = 0n,
): Uint8Array {
  if (signer === undefined) return bareExtrinsic(call, runtime);
  const callBytes = runtime.encodeCall(call);
  const { nonce } = system.Account.at(signer).get(execution);
  const explicit = { era: "Immortal", nonce, tip, mode: "Disabled" } as const;
  const payload = signingPayload(callBytes, explicit, implicitData(execution, explicit));
  return encodeExtrinsic({
    callBytes,
    preamble: {
      type: "Signed",
      address: { type: "Id", value: signer },
      signature: { type: "Sr25519", value: standInSignature(payload, signer) },
      explicit,
    },
  });
}

/** Applies bytes to the block. What is not valid must leave nothing. */
export function apply(block: OpenBlock, runtime: Runtime, bytes: Uint8Array): ApplyResult {
  const { execution, body } = block;
  const { eventCount } = execution;
  const extrinsic = decodeExtrinsic(bytes, runtime);
  const { preamble, call } = extrinsic;
  if (!equalBytes(encodeExtrinsic({ preamble, callBytes: runtime.encodeCall(call) }), extrinsic.bytes))
    throw new Defect("an extrinsic is written otherwise than it says");
  block.body = undefined;
  const result = applyExtrinsic(execution, runtime, extrinsic);
  block.body = body;
  if ("ok" in result) body?.push(bytes);
  if ("err" in result && execution.eventCount !== eventCount) throw new Defect("an invalid extrinsic left events");
  return result;
}

/**
 * Ends the block; its state becomes the chain's.
 * @param look is shown the states before and after it.
 */
export function closeBlock(
  chain: FuzzChain,
  block: OpenBlock,
  look?: (before: StateReader, after: StateReader) => void,
): FuzzChain {
  const header = finalizeBlock(block.execution, chain.runtime, orderedRoot);
  look?.(chain.state, block.overlay);
  if (chain.beside !== undefined && block.body !== undefined) {
    const { start, body, overlay } = block;
    const executed = { start, header: encode(Header, header), body, overlay };
    const difference = differenceBeside(chain.beside, chain.runtime, chain.state, executed);
    if (difference !== undefined) throw new Defect(`block ${header.number}: ${difference}`);
    chain.watch.coverage.compared++;
  }
  chain.state.commit(block.overlay);
  chain.watch.coverage.blocks++;
  return { ...chain, head: { number: header.number, slot: block.slot, hash: headerHash(header) } };
}
