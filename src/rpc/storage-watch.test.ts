import { expect, it } from "vitest";
import { type FakeChain, fakeChain } from "../../test/support/fake-chain.ts";
import type { ChainApi } from "../chain/api.ts";
import type { Hex } from "../lib/bytes.ts";
import type { Context } from "./context.ts";
import { createHeads } from "./heads.ts";
import { createRoom } from "./slices/room.ts";
import type { Work } from "./slices/work.ts";
import { watchStorage } from "./storage-watch.ts";
import { createSubscriptions } from "./subscription.ts";

/** A connection whose work a test advances; turns are over whenever they are asked for. */
function bench(fake: FakeChain, chain: ChainApi = fake.api) {
  const beside: Work<void>[] = [];
  const background = (work: Work<void>) => {
    beside.push(work);
    return () => void beside.splice(beside.indexOf(work), 1);
  };
  const turn = { over: () => true };
  const heads = createHeads(chain, { turn, background });
  const listeners = new Set<(hash: Hex) => void>();
  const onBest: typeof heads.onBest = (listener) => {
    listeners.add(listener);
    const stop = heads.onBest(listener);
    return () => {
      listeners.delete(listener);
      stop();
    };
  };
  const told: { block: Hex; changes: [Hex, Hex | null][] }[] = [];
  const subscriptions = createSubscriptions(1, { notify: (text) => void told.push(JSON.parse(text).params.result) });
  const context = {
    ...{ chain, turn, heads: { ...heads, onBest }, connection: { background } },
    ...{ maxResponseSize: 300, largeAnswers: createRoom(1) },
  } as unknown as Context;
  return {
    ...{ context, told, beside, subscriptions },
    opening: subscriptions.open("state_storage", "state_unsubscribeStorage"),
    listeners,
  };
}

/** Goes on with work to its end. */
function finish<T>(work: Work<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

it("a subscription whose connection closes while its keys are read listens to no block any more", () => {
  const { context, opening, subscriptions, listeners } = bench(fakeChain({ a: "1", b: "2" }));
  const work = watchStorage(context, ["a", "b"], opening.sink);
  work.next();
  expect(listeners.size).toBe(1);
  // As a connection does that closes.
  work.return(() => undefined);
  subscriptions.closeAll();
  expect(listeners.size).toBe(0);
});

/** A subscription to two keys that was answered. */
function watched(fake: FakeChain, chain?: ChainApi) {
  const made = bench(fake, chain);
  made.opening.ready(finish(watchStorage(made.context, ["a", "b"], made.opening.sink)));
  made.opening.release();
  return made;
}

it("what a block wrote whose state goes while it is compared is told with the next", () => {
  const fake = fakeChain({ a: "1", b: "2" });
  const stateAt: ChainApi["stateAt"] = (hash) => {
    const state = fake.api.stateAt(hash);
    if (typeof state === "string") return state;
    const get = (key: string): Uint8Array | undefined => {
      if (typeof fake.api.stateAt(hash) === "string") throw new Error("gone");
      return state.get(key);
    };
    return { ...state, get };
  };
  const { told, beside } = watched(fake, { ...fake.api, stateAt });
  const gone = fake.add({ state: { a: "3", b: "2" } });
  const [work] = beside as [Work<void>];
  work.next();
  work.next();
  fake.discard(gone);
  const kept = fake.add({ state: { a: "3", b: "4" } });
  finish(work);
  expect(told.slice(1)).toEqual([{ block: kept, changes: expect.arrayContaining([["0x61", "0x33"]]) }]);
  expect(told[1]?.changes).toEqual([
    ["0x61", "0x33"],
    ["0x62", "0x34"],
  ]);
});

it("changes that are longer than a notification may be end the subscription", () => {
  const fake = fakeChain({ a: "1", b: "2" });
  const { beside, subscriptions, listeners, told } = watched(fake);
  fake.add({ state: { a: "x".repeat(400), b: "2" } });
  finish(beside[0] as Work<void>);
  expect([subscriptions.size, listeners.size, told.length]).toEqual([0, 0, 1]);
});
