import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import type { HeardMessage } from "./gossip/actions.ts";

/** How often it is looked whether awaited blocks are there, and after how long they are asked for, ms. */
export const checkInterval = 5000;
const askAfter = 15_000;

/**
 * How many messages wait at most, and how many of a kind by one peer. A later catch-up says all that an earlier one of the same
 * peer does: a node that gets no blocks for long asks again and again. The original knows no bounds.
 */
const mostWaiting = 8192;
const mostOfPeer: Partial<Record<HeardMessage["type"], number>> = { commit: 16, "catch-up": 1 };

/** The number of a block; undefined when it is not imported. */
export type BlockNumber = (hash: Hex) => number | undefined;

/** A message with its sender. */
export interface Held {
  readonly from: string | undefined;
  readonly message: HeardMessage;
}

/** What of the waiting messages is ready, and which blocks the sync has to look for. */
export interface Released {
  readonly ready: readonly Held[];
  readonly wanted: readonly Place[];
}

interface Waiting extends Held {
  /** Blocks it still waits for. */
  readonly blocks: Map<Hex, number>;
}

interface Awaited {
  readonly number: number;
  /** When it was asked for last, or awaited first, ms. */
  since: number;
  readonly messages: Set<Waiting>;
}

/** The blocks that a message votes for. */
function targetsOf(message: HeardMessage): readonly Place[] {
  if (message.type === "vote") return [message.vote.vote.target];
  if (message.type === "commit") return message.commit.precommits.map(({ target }) => target);
  const { prevotes, precommits } = message.catchUp;
  return [...prevotes.map(({ vote }) => vote.target), ...precommits.map(({ target }) => target)];
}

/**
 * The blocks of a message that are not imported; undefined when it names a block by a wrong number, or one by two numbers.
 * Rust: `BlockUntilImported::needs_waiting`.
 */
function missingBlocks(message: HeardMessage, blockNumber: BlockNumber): Map<Hex, number> | undefined {
  const seen = new Map<Hex, number>();
  const missing = new Map<Hex, number>();
  for (const { hash, number } of targetsOf(message)) {
    let canonical = seen.get(hash);
    if (canonical === undefined) {
      const known = blockNumber(hash);
      if (known === undefined) missing.set(hash, number);
      canonical = known ?? number;
      seen.set(hash, canonical);
    }
    if (canonical !== number) return undefined;
  }
  return missing;
}

/**
 * Messages wait here until the blocks that they vote for are imported. A machine without a clock: times are given, in ms.
 * Rust: `sc_consensus_grandpa::until_imported::UntilImported`.
 */
export interface UntilImported {
  /** Takes a message: ready when it has nothing to wait for, dropped when it is wrong. */
  add(held: Held, now: number): "ready" | "waiting" | "dropped";
  /** A block was imported. @returns messages that waited for nothing else */
  imported(block: Place): readonly Held[];
  /** Looks for blocks whose import was not told, and asks for those that do not come. To be called every `checkInterval`. */
  check(now: number): Released;
  /** How many messages wait. */
  waiting(): number;
  /** Drops all: another set votes. */
  clear(): void;
}

export function createUntilImported(blockNumber: BlockNumber): UntilImported {
  const awaited = new Map<Hex, Awaited>();
  /** In the order they came. */
  const waiting = new Set<Waiting>();

  const drop = (item: Waiting): void => {
    waiting.delete(item);
    for (const hash of item.blocks.keys()) {
      const block = awaited.get(hash);
      block?.messages.delete(item);
      if (block?.messages.size === 0) awaited.delete(hash);
    }
  };
  const makeRoom = (item: Waiting): void => {
    const { type } = item.message;
    const most = mostOfPeer[type];
    if (most !== undefined) {
      const sameSender = [...waiting].filter(({ from, message }) => message.type === type && from === item.from);
      while (sameSender.length > most) drop(sameSender.shift() as Waiting);
    }
    for (const oldest of waiting) {
      if (waiting.size <= mostWaiting) return;
      drop(oldest);
    }
  };
  const imported = ({ hash, number }: Place): Held[] => {
    const ready: Held[] = [];
    for (const item of awaited.get(hash)?.messages ?? []) {
      if (item.blocks.get(hash) !== number) drop(item);
      else if (item.blocks.size === 1) {
        drop(item);
        ready.push({ from: item.from, message: item.message });
      } else item.blocks.delete(hash);
    }
    awaited.delete(hash);
    return ready;
  };
  return {
    add({ from, message }, now) {
      const blocks = missingBlocks(message, blockNumber);
      if (blocks === undefined) return "dropped";
      if (blocks.size === 0) return "ready";
      const item = { from, message, blocks };
      waiting.add(item);
      for (const [hash, number] of blocks) {
        const block = awaited.get(hash) ?? { number, since: now, messages: new Set() };
        awaited.set(hash, block);
        block.messages.add(item);
      }
      makeRoom(item);
      return "waiting";
    },
    imported,
    check(now) {
      const ready: Held[] = [];
      const wanted: Place[] = [];
      for (const [hash, block] of awaited) {
        const number = blockNumber(hash);
        if (number !== undefined) for (const held of imported({ hash, number })) ready.push(held);
        else if (now - block.since >= askAfter) {
          block.since += askAfter;
          wanted.push({ hash, number: block.number });
        }
      }
      return { ready, wanted };
    },
    waiting: () => waiting.size,
    clear() {
      awaited.clear();
      waiting.clear();
    },
  };
}
