import type { Hex } from "../../lib/bytes.ts";
import { PoolError, type Unsubscribe } from "../api.ts";
import { alreadyImported, immediatelyDropped, temporarilyBanned, unactionable } from "./errors.ts";
import { mostAttempts, type PoolParts } from "./parts.ts";
import type { Imported } from "./queues.ts";
import type { GivenTransaction, PoolTransaction } from "./transaction.ts";
import { judge } from "./verdict.ts";
import type { StatusListener } from "./watchers.ts";

/** How transactions come into a pool. Rust: `sc_transaction_pool::graph::Pool::verify_one`, `ValidatedPool::submit_one`. */
export interface Admission {
  /** Validates a transaction and takes it in. @returns what ends the watching. @throws PoolError */
  add(given: GivenTransaction, listener?: StatusListener): Promise<Unsubscribe>;
  /** Takes in again what left a block or was pruned; who watches it is told when that fails. */
  addAgain(given: GivenTransaction): Promise<void>;
  /** What the pool holds was validated again: puts the new verdict in the place of the old one. */
  rejudge(verdict: PoolTransaction): void;
  /** Tells what came of taking in a transaction. */
  tell(imported: Imported): void;
}

export function createAdmission(parts: PoolParts): Admission {
  const { chain, options, log, drops, queues, watchers, bans, revalidation, readyListeners } = parts;
  /** Transactions that are being validated before they come in. */
  const arriving = new Set<Hex>();

  /** @param unchanged what is now what it was before: nobody is told of that. */
  const tell = (imported: Imported, unchanged: (hash: Hex) => boolean = () => false): void => {
    if (imported.type === "future") {
      if (unchanged(imported.hash)) return;
      watchers.tell(imported.hash, { type: "future" });
      return log.waits(imported.hash, imported.missing);
    }
    const promoted = imported.promoted.filter((hash) => !unchanged(hash));
    const first = unchanged(imported.hash) ? [] : [imported.hash];
    for (const hash of first) watchers.tell(hash, { type: "ready" });
    for (const hash of imported.failed) watchers.tell(hash, { type: "invalid" });
    for (const { hash } of imported.removed) watchers.tell(hash, { type: "usurped", hash: imported.hash });
    for (const hash of promoted) watchers.tell(hash, { type: "ready" });
    for (const hash of [...first, ...promoted]) for (const listener of [...readyListeners]) listener(hash);
  };

  /** @throws PoolError with the reason; the transaction is banned when it is invalid by itself. */
  const verify = async (given: GivenTransaction): Promise<PoolTransaction> => {
    for (let attempt = 1; ; attempt++) {
      const head = chain.head();
      const validity = await chain.validate(given.extrinsic, head, given.source);
      const moved = chain.head().hash !== head.hash;
      if (moved && attempt < mostAttempts) continue;
      if (bans.has(given.hash)) throw temporarilyBanned();
      const verdict = judge(validity, given, head.number);
      if (!("error" in verdict)) {
        if (moved) revalidation.add(given.hash);
        log.valid(verdict);
        return verdict;
      }
      if (verdict.banned && !moved) bans.add([given.hash]);
      throw verdict.error;
    }
  };

  /** @param arrived what came in just now: when that goes again, its sender is told, and it counts as never taken. */
  const enforceLimits = (arrived?: Hex): ReadonlySet<Hex> => {
    const removed = queues.enforceLimits(options.ready, options.future).map(({ hash }) => hash);
    bans.add(removed);
    for (const hash of removed) watchers.tell(hash, { type: "dropped" });
    drops.note("full", removed.filter((hash) => hash !== arrived).length);
    return new Set(removed);
  };

  /** Logs an error and gives it, to be thrown. */
  const refused = <E>(hash: Hex, error: E): E => {
    if (error instanceof PoolError) log.refused(hash, error, bans.has(hash) ? options.banTime : undefined);
    return error;
  };

  const addUnbanned: Admission["add"] = async (given, listener) => {
    const { hash } = given;
    if (queues.has(hash) || arriving.has(hash)) throw refused(hash, alreadyImported(hash));
    arriving.add(hash);
    let unwatch: Unsubscribe = () => {};
    try {
      const transaction = await verify(given);
      if (!transaction.propagate && !chain.authors) throw unactionable();
      if (listener !== undefined) unwatch = watchers.watch(hash, listener);
      tell(queues.import(transaction));
      if (enforceLimits(hash).has(hash)) throw immediatelyDropped();
      return unwatch;
    } catch (error) {
      unwatch();
      throw refused(hash, error);
    } finally {
      arriving.delete(hash);
    }
  };

  return {
    async add(given, listener) {
      if (bans.has(given.hash)) throw refused(given.hash, temporarilyBanned());
      return addUnbanned(given, listener);
    },
    async addAgain({ extrinsic, hash, source }) {
      try {
        await addUnbanned({ extrinsic, hash, source });
      } catch (error) {
        if (!(error instanceof PoolError)) throw error;
        // 1013: it is here, or on its way by another sender. 1016: those who watch it know.
        if (error.code !== 1013 && error.code !== 1016) watchers.tell(hash, { type: "invalid" });
      }
    },
    rejudge(verdict) {
      const wasReady = queues.isReady(verdict.hash);
      const { moved, imported, failed } = queues.rejudge(verdict);
      if (moved.length === 0) return;
      const known = new Set(moved);
      for (const one of imported) tell(one, (hash) => known.has(hash) && queues.isReady(hash) === wasReady);
      for (const hash of failed) watchers.tell(hash, { type: "invalid" });
      drops.note("invalid", failed.length);
      // What depends on it waits by its old verdict: more than what was taken from it may be missing by now.
      for (const hash of moved) if (hash !== verdict.hash && !queues.isReady(hash)) revalidation.add(hash);
      enforceLimits();
    },
    tell,
  };
}
