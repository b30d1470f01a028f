import { RuntimeCallError } from "../../chain/api.ts";
import type { Hex } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import type { Context } from "../context.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { createSeries } from "../slices/series.ts";
import type { Work } from "../slices/work.ts";
import type { Sink, Stop } from "../subscription.ts";
import { specVersionJson } from "../views/runtime-version.ts";
import { createOperations, type Operations } from "./operations.ts";
import type { PinOwner, Pins } from "./pins.ts";

/** One `chainHead_v1_follow` subscription, as its operations use it. */
export interface Follow {
  readonly withRuntime: boolean;
  readonly operations: Operations;
  /** The encoded header of a block that is pinned, undefined for any other. */
  pinnedHeader(hash: Hex): Uint8Array | undefined;
  unpin(hash: Hex): void;
  ended(): boolean;
}

interface FollowInput {
  readonly context: Pick<Context, "chain" | "runtime" | "connection" | "turn">;
  readonly pins: Pins;
  readonly sink: Sink;
  readonly withRuntime: boolean;
}

/** How many finalized blocks the first event names. */
const maxFinalized = 16;
/** How far the best block may be ahead of the finalized one when following begins. */
const maxLag = 128;
/** The digest item that says the runtime was replaced in this block. */
const runtimeUpdated = 8;

/**
 * Follows the chain: tells of the finalized blocks, then of every block above them, parents first, then of what
 * happens. Rust: sc-rpc-spec-v2: chain_head/chain_head_follow.rs.
 */
export function startFollow({ context, pins, sink, withRuntime }: FollowInput): { follow: Follow; stop: Stop } {
  const { chain, runtime } = context;
  const headers = new Map<Hex, Uint8Array>();
  const announced = new Map<Hex, number>();
  const operations = createOperations(sink, context);
  const series = createSeries(context.connection);
  let best: Hex | undefined;
  let finalizedNumber = 0;
  let over = false;
  const stops: Stop[] = [];

  /** Sends an event, after those before it that take time. */
  const send = (event: object | (() => Work<object>)): void => {
    if (series.idle && typeof event !== "function") return sink.send(event);
    series.add(function* sendNext() {
      sink.send(typeof event === "function" ? yield* event() : event);
    });
  };
  const letGo = (): void => {
    over = true;
    for (const one of stops.splice(0)) one();
    operations.stopAll();
    pins.removeAll(owner);
    headers.clear();
  };
  const stop = (): void => {
    letGo();
    series.stop();
  };
  const giveUp = (): void => {
    if (over) return;
    letGo();
    if (series.idle) {
      sink.send({ event: "stop" });
      return sink.end();
    }
    series.add(() => {
      sink.send({ event: "stop" });
      sink.end();
    });
  };
  const owner: PinOwner = { evict: giveUp };

  function* runtimeOf(hash: Hex): Work<unknown> {
    try {
      return specVersionJson(yield* runtime.version(hash));
    } catch (error) {
      const known = error instanceof RuntimeCallError;
      const text = known ? runtimeErrorText(error, { hash, method: "Core_version" }) : messageOf(error);
      return { type: "invalid", error: text };
    }
  }
  /** Pins a block. Gives whether the chain knows it and the subscription lives on. */
  const pin = (hash: Hex): boolean => {
    const header = chain.header(hash);
    if (header === undefined) return false;
    announced.set(hash, header.number);
    headers.set(hash, header.encoded);
    pins.add(owner, hash);
    // Making room may have ended this very subscription.
    if (over) pins.removeAll(owner);
    return !over;
  };
  /** Tells of a block, and before it of its parents that were not told of. */
  const announce = (hash: Hex): void => {
    const missing: Hex[] = [];
    for (let at = hash; !announced.has(at); ) {
      const header = chain.header(at);
      if (header === undefined || header.number <= finalizedNumber || missing.length > maxLag) return giveUp();
      missing.push(at);
      at = header.parentHash;
    }
    for (const block of missing.reverse()) {
      const header = chain.header(block);
      if (header === undefined || !pin(block)) return giveUp();
      const changed = withRuntime && header.digest.some((item) => item[0] === runtimeUpdated);
      const event = { event: "newBlock", blockHash: block, parentBlockHash: header.parentHash, newRuntime: null };
      if (!changed) send(event);
      else {
        send(function* withNewRuntime() {
          return { ...event, newRuntime: yield* runtimeOf(block) };
        });
      }
    }
  };
  const tellBest = (hash: Hex): void => {
    if (over || hash === best) return;
    announce(hash);
    if (over) return;
    best = hash;
    send({ event: "bestBlockChanged", bestBlockHash: hash });
  };

  const begin = (): void => {
    const finalized = chain.finalizedHash();
    const head = chain.header(finalized);
    const bestNumber = chain.header(chain.bestHash())?.number ?? 0;
    if (head === undefined || bestNumber - head.number > maxLag) return giveUp();
    finalizedNumber = head.number;
    const hashes: Hex[] = [];
    for (let at: Hex | undefined = finalized; at !== undefined && hashes.length < maxFinalized; ) {
      const header = chain.header(at);
      if (header === undefined) break;
      if (!pin(at)) return;
      hashes.unshift(at);
      at = header.number === 0 ? undefined : header.parentHash;
    }
    const initialized = { event: "initialized", finalizedBlockHashes: hashes };
    if (!withRuntime) send(initialized);
    else {
      send(function* withItsRuntime() {
        return { ...initialized, finalizedBlockRuntime: yield* runtimeOf(finalized) };
      });
    }
    for (const hash of chain.unfinalized()) if (!over) announce(hash);
    // Also where the best block is the final one, which the original first told of in a later release: clients wait for it.
    tellBest(chain.bestHash());
  };

  const onFinalized = (hashes: readonly Hex[], pruned: readonly Hex[]): void => {
    const fresh = hashes.filter((hash) => (chain.header(hash)?.number ?? 0) > finalizedNumber);
    const last = fresh.at(-1);
    if (over || last === undefined) return;
    for (const hash of fresh) if (!over) announce(hash);
    tellBest(chain.bestHash());
    if (over) return;
    finalizedNumber = chain.header(last)?.number ?? finalizedNumber;
    const gone = pruned.filter((hash) => announced.has(hash));
    send({ event: "finalized", finalizedBlockHashes: fresh, prunedBlockHashes: gone });
    for (const [hash, number] of announced) if (number < finalizedNumber) announced.delete(hash);
  };

  begin();
  if (!over) {
    stops.push(
      chain.events.onImported(({ hash }) => {
        if (!over && (chain.header(hash)?.number ?? 0) > finalizedNumber) announce(hash);
      }),
      chain.events.onBest(({ hash }) => tellBest(hash)),
      chain.events.onFinalized(({ hashes, pruned }) => onFinalized(hashes, pruned)),
      // What was final is not any more, which these events cannot say: the client follows anew.
      chain.events.onRewound(giveUp),
    );
  }
  const follow: Follow = {
    withRuntime,
    operations,
    pinnedHeader: (hash) => headers.get(hash),
    unpin(hash) {
      headers.delete(hash);
      pins.remove(owner, hash);
    },
    ended: () => over,
  };
  return { follow, stop };
}
