import type { Hex } from "../lib/bytes.ts";
import { greatest, least } from "../lib/integers.ts";
import type { PeerId } from "../network/network.ts";
import type { IncomingBlock } from "./types.ts";

type Part =
  | { readonly type: "downloading"; readonly length: number; readonly parallel: number }
  | { readonly type: "complete"; readonly blocks: readonly IncomingBlock[]; readonly bytes: number }
  | { readonly type: "queued"; readonly length: number };

/** Block numbers: the first of them, and the first after them. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
}

/** Whom a range is looked for, and how far one may go. */
export interface Wanted {
  readonly peer: PeerId;
  /** The most blocks of one range. */
  readonly count: number;
  readonly peerBest: number;
  /** The newest block known to be shared with the peer. */
  readonly common: number;
  /** How many peers may download the same range at once. */
  readonly parallel: number;
  /** How far after the first range a range may begin. */
  readonly ahead: number;
}

/**
 * Blocks that are downloaded in ranges from many peers, until they follow each other and can be imported.
 * Rust: `sc_network_sync::blocks BlockCollection`.
 */
export interface BlockCollection {
  clear(): void;
  /** Chooses a range for a peer and notes it as being downloaded; undefined when there is none to download. */
  needed(wanted: Wanted): NumberRange | undefined;
  /** Keeps blocks that came, each the parent of the next. */
  insert(blocks: readonly IncomingBlock[]): void;
  /** Hands out the blocks that follow each other from a number at most `from` on; `clearQueued` is called for them later. */
  ready(from: number): IncomingBlock[];
  /** Forgets a range whose first block's import is done. */
  clearQueued(hash: Hex): void;
  /** A peer's download ended, or is not waited for any more. */
  clearPeer(peer: PeerId): void;
  /** How many bytes the blocks have that came and wait for others. */
  bytes(): number;
}

/** The bytes of a block's header and body. */
export function sizeOf({ header, body }: IncomingBlock): number {
  let size = header.length;
  for (const { bytes } of body) size += bytes.length;
  return size;
}

const lengthOf = (part: Part): number => (part.type === "complete" ? part.blocks.length : part.length);

export function createBlockCollection(): BlockCollection {
  /** By the number of their first block, ascending. */
  const parts = new Map<number, Part>();
  let starts: number[] = [];
  let held = 0;
  const requests = new Map<PeerId, number>();
  const queued = new Map<Hex, NumberRange>();

  const bytesOf = (start: number): number => {
    const part = parts.get(start);
    return part?.type === "complete" ? part.bytes : 0;
  };
  const set = (start: number, part: Part): void => {
    held += (part.type === "complete" ? part.bytes : 0) - bytesOf(start);
    if (!parts.has(start)) {
      const after = starts.findIndex((other) => other > start);
      starts.splice(after < 0 ? starts.length : after, 0, start);
    }
    parts.set(start, part);
  };
  const remove = (start: number): void => {
    held -= bytesOf(start);
    if (parts.delete(start)) starts = starts.filter((other) => other !== start);
  };

  /** Where a range is free, or one that few download so far, for a peer that differs from this chain after `common`. */
  const choose = ({ count, common, parallel }: Wanted): NumberRange & { readonly parallel: number } => {
    const first = common + 1;
    const [begin] = starts;
    if (begin !== undefined && begin > first) return { start: first, end: least(first + count, begin), parallel: 0 };
    for (const [index, start] of starts.entries()) {
      const part = parts.get(start) as Part;
      const end = start + lengthOf(part);
      if (part.type === "downloading" && part.parallel < parallel && start >= first) {
        return { start, end, parallel: part.parallel };
      }
      const next = starts[index + 1];
      if (end < first || (next !== undefined && end >= next)) continue;
      return { start: end, end: next === undefined ? end + count : least(next, end + count), parallel: 0 };
    }
    return { start: first, end: first + count, parallel: 0 };
  };

  return {
    clear() {
      parts.clear();
      starts = [];
      held = 0;
      requests.clear();
    },
    needed(wanted) {
      if (wanted.peerBest <= wanted.common) return undefined;
      const chosen = choose(wanted);
      const [begin] = starts;
      if (chosen.start > wanted.peerBest) return undefined;
      if (begin !== undefined && chosen.start > begin + wanted.ahead) return undefined;
      const { start } = chosen;
      const end = least(wanted.peerBest + 1, chosen.end);
      requests.set(wanted.peer, start);
      set(start, { type: "downloading", length: end - start, parallel: chosen.parallel + 1 });
      return { start, end };
    },
    insert(blocks) {
      const start = blocks[0]?.number;
      if (start === undefined) return;
      const present = parts.get(start);
      if (present?.type === "complete" && present.blocks.length >= blocks.length) return;
      let size = 0;
      for (const block of blocks) size += sizeOf(block);
      set(start, { type: "complete", blocks, bytes: size });
    },
    ready(from) {
      let ready: IncomingBlock[] = [];
      let next = from;
      for (const start of starts) {
        if (start > next) break;
        const part = parts.get(start) as Part;
        const end = start + lengthOf(part);
        // What is fetched of a fork further back holds nothing up.
        if (part.type === "queued" || (part.type === "downloading" && end <= from)) continue;
        if (part.type === "downloading") break;
        next = greatest(next, end);
        const [first] = part.blocks;
        if (first !== undefined) queued.set(first.hash, { start, end });
        ready = ready.concat(part.blocks);
        set(start, { type: "queued", length: part.blocks.length });
      }
      return ready;
    },
    clearQueued(hash) {
      const range = queued.get(hash);
      if (range === undefined) return;
      queued.delete(hash);
      for (const start of starts) if (start >= range.start && start < range.end) remove(start);
    },
    clearPeer(peer) {
      const start = requests.get(peer);
      if (start === undefined) return;
      requests.delete(peer);
      const part = parts.get(start);
      if (part?.type !== "downloading") return;
      if (part.parallel > 1) set(start, { ...part, parallel: part.parallel - 1 });
      else remove(start);
    },
    bytes: () => held,
  };
}
