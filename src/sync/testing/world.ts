import type { Hex } from "../../lib/bytes.ts";
import { encodeBlockAnnounce } from "../../network/messages/block-announce.ts";
import type { PeerId, RequestFailure } from "../../network/network.ts";
import type { Block } from "../../primitives/block.ts";
import { createBlockAnswers } from "../answers/block-answers.ts";
import type { SyncOptions } from "../phases.ts";
import { requestBytes } from "../request-bytes.ts";
import { createSync, type Sync, type SyncInput, syncTick } from "../sync.ts";
import type { ImportOutcome, ImportResult, IncomingBlock, SyncAction, SyncRequest } from "../types.ts";
import type { FakeChain } from "./fake-chain.ts";

/** What a peer answers: bytes, a failure, or nothing at all until its time is up. */
export type PeerAnswer = Uint8Array | RequestFailure | "silence";

export interface FakePeer {
  readonly id: PeerId;
  readonly chain: FakeChain;
  readonly roles?: "full" | "light" | "authority";
  /** ms from a question to its answer; 100 where it is not given. */
  readonly delay?: number;
  /** What it answers in place of the truth; undefined for the truth. */
  answer?(request: SyncRequest, truth: Uint8Array): PeerAnswer | undefined;
}

export interface World {
  readonly sync: Sync;
  readonly actions: SyncAction[];
  /** What peers lost, by peer. */
  readonly losses: Map<PeerId, number>;
  readonly left: Set<PeerId>;
  now(): number;
  join(peer: FakePeer): void;
  leave(peer: PeerId): void;
  /** A peer's chain grows, and it tells of the last block. */
  grow(peer: PeerId, blocks: readonly Block[]): void;
  input(input: SyncInput): void;
  /** Lets time go on until `done`, or so many ms. @returns whether it was done */
  run(ms: number, done?: () => boolean): boolean;
}

export interface WorldOptions {
  /** What becomes of a block whose parent is there. */
  judge?(block: IncomingBlock): ImportOutcome;
  /** What becomes of a block with its state. */
  importState?(block: Block): ImportOutcome;
  readonly sync?: SyncOptions<unknown>;
  /** ms from blocks to their results; 10 where it is not given. */
  readonly importDelay?: number;
}

const requestTime = 20_000;
const fullSync: SyncOptions<unknown> = { maxParallelDownloads: 5, maxBlocksPerRequest: 64, mode: { type: "full" } };

/** A node's sync among scripted peers, on a clock that jumps from event to event. */
export function createWorld(
  own: FakeChain,
  { judge, importState, sync: options = fullSync, importDelay = 10 }: WorldOptions = {},
): World {
  const sync = createSync(own, options);
  const peers = new Map<PeerId, FakePeer & { readonly answers: ReturnType<typeof createBlockAnswers> }>();
  const actions: SyncAction[] = [];
  const losses = new Map<PeerId, number>();
  const left = new Set<PeerId>();
  let events: { readonly at: number; readonly order: number; run(): void }[] = [];
  let now = 0;
  let order = 0;
  const later = (ms: number, run: () => void): void => {
    events.push({ at: now + ms, order: order++, run });
  };

  const input = (one: SyncInput): void => {
    for (const action of sync.handle(one, now)) act(action);
  };
  const leave = (id: PeerId): void => {
    if (!peers.delete(id)) return;
    left.add(id);
    input({ type: "peer-left", peer: id });
  };
  const importNew = (block: IncomingBlock): ImportOutcome => {
    if (own.statusOf(block.hash, block.number) !== "unknown") return { type: "known" };
    if (own.statusOf(block.parentHash, block.number - 1) === "unknown") return { type: "unknown-parent" };
    const outcome = judge?.(block) ?? { type: "imported" };
    if (outcome.type === "imported") own.add(block);
    return outcome;
  };
  const importOld = (block: IncomingBlock): ImportOutcome => {
    const gap = own.gap();
    if (own.statusOf(block.hash, block.number) !== "unknown") return { type: "known" };
    if (gap?.last.hash !== block.hash) return { type: "unknown-parent" };
    const outcome = judge?.(block) ?? { type: "imported" };
    if (outcome.type !== "imported") return outcome;
    own.add(block);
    const last = { hash: block.parentHash, number: block.number - 1 };
    own.setGap(last.number < gap.first ? undefined : { ...gap, last });
    return outcome;
  };
  const importAll = (blocks: readonly IncomingBlock[], importOne: (block: IncomingBlock) => ImportOutcome): void => {
    const before = own.best().hash;
    let failed = false;
    const results = blocks.map((block): ImportResult => {
      const { hash, number, origin } = block;
      const outcome: ImportOutcome = failed ? { type: "cancelled" } : importOne(block);
      failed ||= !["imported", "known"].includes(outcome.type);
      return { hash, number, origin, outcome };
    });
    if (own.best().hash !== before) input({ type: "new-best", block: own.best() });
    input({ type: "imported", results });
  };
  const act = (action: SyncAction): void => {
    actions.push(action);
    if (action.type === "request") {
      const peer = peers.get(action.peer);
      if (peer === undefined) throw new Error(`${action.peer} is asked, and is not there`);
      const truth = action.request.protocol === "sync" ? peer.answers("us", requestBytes(action.request)) : {};
      const given = peer.answer?.(action.request, truth.bytes ?? new Uint8Array(0)) ?? truth.bytes ?? "refused";
      const { id } = action;
      const answered = (): void => {
        if (!peers.has(peer.id)) return;
        if (given === "silence") input({ type: "failure", id, failure: "timeout" });
        else if (typeof given === "string") input({ type: "failure", id, failure: given });
        else input({ type: "answer", id, bytes: given });
      };
      later(given === "silence" ? requestTime : (peer.delay ?? 100), answered);
    } else if (action.type === "import") later(importDelay, () => importAll(action.blocks, importNew));
    else if (action.type === "import-history") {
      later(importDelay, () => importAll(action.blocks, importOld));
    } else if (action.type === "import-state") {
      const { block } = action;
      later(importDelay, () => {
        const outcome: ImportOutcome = importState?.(block) ?? { type: "imported" };
        if (outcome.type === "imported") {
          own.add(block);
          own.finalize(block);
          own.setGap({ first: 1, last: { hash: block.parentHash, number: block.number - 1 } });
        }
        const { hash, number } = block;
        input({ type: "imported", results: [{ hash, number, origin: undefined, outcome }] });
      });
    } else if (action.type === "disconnect") later(1, () => leave(action.peer));
    else if (action.type === "report") {
      losses.set(action.peer, (losses.get(action.peer) ?? 0) + action.change.value);
    }
  };
  const tick = (): void => {
    input({ type: "tick" });
    later(syncTick, tick);
  };
  later(syncTick, tick);

  return {
    ...{ sync, actions, losses, left, leave, input },
    now: () => now,
    join(peer) {
      left.delete(peer.id);
      // Many small questions of a test are the same on purpose.
      peers.set(peer.id, { ...peer, answers: createBlockAnswers(peer.chain, 25) });
      input({ type: "peer", peer: peer.id, roles: peer.roles ?? "full", best: peer.chain.best() });
    },
    grow(id, blocks) {
      const peer = peers.get(id);
      const last = blocks.at(-1);
      peer?.chain.add(...blocks);
      if (last === undefined || peer === undefined) return;
      const message = encodeBlockAnnounce(last.header, peer.chain.best().hash === last.hash, new Uint8Array(0));
      input({ type: "announcement", peer: id, message });
    },
    run(ms, done = () => false) {
      const end = now + ms;
      while (!done()) {
        events.sort((a, b) => a.at - b.at || a.order - b.order);
        const next = events[0];
        if (next === undefined || next.at > end) {
          now = end;
          return done();
        }
        events = events.slice(1);
        now = next.at;
        next.run();
      }
      return true;
    },
  };
}

/** Who is at which block. */
export const bestOf = (chain: FakeChain): Hex => chain.best().hash;
