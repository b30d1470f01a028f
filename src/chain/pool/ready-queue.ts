import type { Hex } from "../../lib/bytes.ts";
import { tooLowPriority } from "./errors.ts";
import { createHeap, type Heap } from "./heap.ts";
import { type PoolTransaction, sameTags, type Tag } from "./transaction.ts";

interface ReadyEntry {
  transaction: PoolTransaction;
  /** Counts up: smaller came earlier. */
  readonly order: number;
  /** Transactions of this queue that require what this one provides. */
  unlocks: Hex[];
  /** How many of its required tags no transaction of this queue provides: the chain does already. */
  satisfied: number;
}

/** The order in which transactions are taken; whoever takes one may say that it did not work. */
export interface ReadyIterator extends Iterable<PoolTransaction> {
  /** What depends on this transaction is left out from here on. */
  reportInvalid(hash: Hex): void;
}

/**
 * Transactions that could be in the next block. At most one provides a tag.
 * Rust: `sc_transaction_pool::graph::ready::ReadyTransactions`.
 */
export interface ReadyQueue {
  readonly size: number;
  /** Sum of the lengths, bytes. */
  readonly bytes: number;
  has(hash: Hex): boolean;
  get(hash: Hex): PoolTransaction | undefined;
  provides(tag: Tag): boolean;
  /**
   * Puts a new verdict on a transaction in the place of the one it came in by: it stands behind what it requires now.
   * @returns false, with nothing changed, where that would move others too: by its tags or priority, or what is missing.
   */
  relink(verdict: PoolTransaction): boolean;
  /**
   * Adds a transaction whose required tags are all provided; gives those it takes the place of.
   * @throws PoolError 1014 when those have together the same or a higher priority.
   */
  add(transaction: PoolTransaction): PoolTransaction[];
  /** Removes transactions and all that depend on them. */
  removeSubtree(hashes: readonly Hex[]): PoolTransaction[];
  /** Removes who provides a tag, and who was only waiting to enable that one. What depends on it stays. */
  pruneTag(tag: Tag): PoolTransaction[];
  /** The one to drop when there are too many: least priority, and of those the one that waited longest. */
  worst(): Hex | undefined;
  /** In the order in which they are taken: sorts as it goes on. */
  iterate(): ReadyIterator;
  /** In no certain order, at little cost. */
  values(): Iterable<PoolTransaction>;
}

/** What is known of a transaction that may be the worst; the transaction itself may be gone. */
type Candidate = Pick<ReadyEntry, "order"> & Pick<PoolTransaction, "hash" | "priority">;

const isWorse = (a: Candidate, b: Candidate): boolean =>
  a.priority === b.priority ? a.order < b.order : a.priority < b.priority;

/** How many that are gone may stay among the candidates before these are sorted anew, beside as many as there are. */
const mostGone = 64;

/** Whether `a` is taken before `b`: more priority, then less time left, then longer in the queue. */
function comesFirst(a: ReadyEntry, b: ReadyEntry): boolean {
  const [x, y] = [a.transaction, b.transaction];
  if (x.priority !== y.priority) return x.priority > y.priority;
  if (x.validTill !== y.validTill) return x.validTill < y.validTill;
  return a.order < b.order;
}

export function createReadyQueue(): ReadyQueue {
  const ready = new Map<Hex, ReadyEntry>();
  const provided = new Map<Tag, Hex>();
  let bytes = 0;
  let nextOrder = 0;
  let candidates: Heap<Candidate> = createHeap(isWorse);

  const addCandidate = ({ transaction: { hash, priority }, order }: ReadyEntry): void => {
    candidates.push({ hash, priority, order });
  };
  const isGone = ({ hash, order }: Candidate): boolean => ready.get(hash)?.order !== order;

  const take = (hash: Hex): ReadyEntry | undefined => {
    const entry = ready.get(hash);
    if (entry === undefined) return undefined;
    ready.delete(hash);
    bytes -= entry.transaction.extrinsic.bytes.length;
    return entry;
  };

  const forgetUnlock = (tag: Tag, hash: Hex): ReadyEntry | undefined => {
    const holder = provided.get(tag);
    const entry = holder === undefined ? undefined : ready.get(holder);
    if (entry !== undefined) entry.unlocks = entry.unlocks.filter((one) => one !== hash);
    return entry;
  };

  /** @param kept tags that stay provided by somebody else, so that what needs them stays too. */
  const removeSubtree = (hashes: readonly Hex[], kept: ReadonlySet<Tag>): PoolTransaction[] => {
    const removed: PoolTransaction[] = [];
    const left = [...hashes];
    for (let hash = left.pop(); hash !== undefined; hash = left.pop()) {
      const entry = take(hash);
      if (entry === undefined) continue;
      const gone = entry.transaction.provides.filter((tag) => !kept.has(tag));
      for (const tag of gone) provided.delete(tag);
      for (const tag of entry.transaction.requires) forgetUnlock(tag, hash);
      if (gone.length > 0) for (const unlocked of entry.unlocks) left.push(unlocked);
      removed.push(entry.transaction);
    }
    return removed;
  };

  /** Makes room for a transaction: removes those that provide one of its tags. */
  const replace = (transaction: PoolTransaction): { replaced: PoolTransaction[]; unlocks: Hex[] } => {
    const rivals = new Set(transaction.provides.map((tag) => provided.get(tag)).filter((hash) => hash !== undefined));
    if (rivals.size === 0) return { replaced: [], unlocks: [] };
    const entries = [...rivals].map((hash) => ready.get(hash) as ReadyEntry);
    const old = entries.reduce((sum, entry) => sum + entry.transaction.priority, 0n);
    if (old >= transaction.priority) throw tooLowPriority(old, transaction.priority);
    const unlocks = entries.flatMap((entry) => entry.unlocks);
    const replaced = removeSubtree([...rivals], new Set(transaction.provides));
    return { replaced, unlocks: unlocks.filter((hash) => ready.has(hash)) };
  };

  return {
    get size() {
      return ready.size;
    },
    get bytes() {
      return bytes;
    },
    has: (hash) => ready.has(hash),
    get: (hash) => ready.get(hash)?.transaction,
    provides: (tag) => provided.has(tag),
    relink(verdict) {
      const { hash, priority, requires, provides } = verdict;
      const entry = ready.get(hash);
      if (entry?.transaction.priority !== priority || !sameTags(entry.transaction.provides, provides)) return false;
      if (!requires.every((tag) => provided.has(tag))) return false;
      for (const tag of entry.transaction.requires) forgetUnlock(tag, hash);
      for (const tag of requires) ready.get(provided.get(tag) as Hex)?.unlocks.push(hash);
      entry.transaction = verdict;
      entry.satisfied = 0;
      return true;
    },

    add(transaction) {
      const { replaced, unlocks } = replace(transaction);
      let satisfied = 0;
      for (const tag of transaction.requires) {
        const holder = provided.get(tag);
        if (holder === undefined) satisfied++;
        else ready.get(holder)?.unlocks.push(transaction.hash);
      }
      for (const tag of transaction.provides) provided.set(tag, transaction.hash);
      const entry = { transaction, order: nextOrder++, unlocks, satisfied };
      ready.set(transaction.hash, entry);
      if (candidates.size > 2 * ready.size + mostGone) {
        candidates = createHeap(isWorse);
        for (const one of ready.values()) addCandidate(one);
      } else {
        addCandidate(entry);
      }
      bytes += transaction.extrinsic.bytes.length;
      return replaced;
    },

    removeSubtree: (hashes) => removeSubtree(hashes, new Set()),

    pruneTag(first) {
      const removed: PoolTransaction[] = [];
      const tags = [first];
      for (let tag = tags.pop(); tag !== undefined; tag = tags.pop()) {
        const holder = provided.get(tag);
        const entry = holder === undefined ? undefined : take(holder);
        provided.delete(tag);
        if (entry === undefined) continue;
        const { transaction, unlocks } = entry;
        for (const required of transaction.requires) {
          const before = forgetUnlock(required, transaction.hash);
          if (before !== undefined && before.unlocks.length === 0)
            for (const provides of before.transaction.provides) tags.push(provides);
        }
        for (const hash of unlocks) {
          const unlocked = ready.get(hash);
          if (unlocked !== undefined) unlocked.satisfied++;
        }
        for (const other of transaction.provides) provided.delete(other);
        removed.push(transaction);
      }
      return removed;
    },

    worst() {
      let worst = candidates.first();
      while (worst !== undefined && isGone(worst)) {
        candidates.pop();
        worst = candidates.first();
      }
      return worst?.hash;
    },

    *values() {
      for (const { transaction } of ready.values()) yield transaction;
    },

    iterate() {
      const invalid = new Set<Hex>();
      return {
        reportInvalid(hash) {
          for (const dependent of ready.get(hash)?.unlocks ?? []) invalid.add(dependent);
        },
        *[Symbol.iterator]() {
          const waiting = new Map<Hex, number>();
          const best = createHeap<ReadyEntry>(comesFirst);
          for (const entry of ready.values()) {
            if (entry.satisfied >= entry.transaction.requires.length) best.push(entry);
          }
          for (let entry = best.pop(); entry !== undefined; entry = best.pop()) {
            const { hash } = entry.transaction;
            if (invalid.has(hash) || !ready.has(hash)) continue;
            // What it unlocks is looked up before it is handed out: the taker may remove it.
            const { unlocks } = entry;
            yield entry.transaction;
            for (const dependent of unlocks) {
              const unlocked = ready.get(dependent);
              if (unlocked === undefined) continue;
              const satisfied = (waiting.get(dependent) ?? unlocked.satisfied) + 1;
              if (satisfied >= unlocked.transaction.requires.length) best.push(unlocked);
              else waiting.set(dependent, satisfied);
            }
          }
        },
      };
    },
  };
}
