import { describe, expect, it } from "vitest";
import { type Hex, toHex, toKey } from "../lib/bytes.ts";
import { encodeStateResponse } from "../network/messages/state-response.ts";
import { encodeWarpResponse } from "../network/messages/warp-response.ts";
import type { Block } from "../primitives/block.ts";
import { decodeHeader, encodeHeader, headerHash } from "../primitives/header.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { proveRange } from "../storage/trie/range-proof.ts";
import { verifyRange } from "../storage/trie/verify-range.ts";
import type { SyncOptions } from "./phases.ts";
import { progressOf, type SyncProgress } from "./progress.ts";
import { fakeBlock, fakeBlocks, fakeChain, fakeGenesis } from "./testing/fake-chain.ts";
import { createWorld, type FakePeer, type PeerAnswer } from "./testing/world.ts";
import type { StatePart, SyncRequest } from "./types.ts";

const long = (seed: number) => new Uint8Array(70).fill(seed);
const state = memoryState(
  Array.from({ length: 120 }, (_, index) => [`key ${index}`, long(index)] as const),
  [["child", new Map(Array.from({ length: 60 }, (_, index) => [`c${index}`, long(index)]))]],
);
const before = fakeBlocks(fakeGenesis, 200);
/** Block 201, which the proofs lead to, with the root of the state. */
const target = ((): Block => {
  const block = fakeBlock(before.at(-1), 1);
  const header = encodeHeader({ ...decodeHeader(block.header), stateRoot: toHex(state.root()) });
  return { ...block, header, hash: headerHash(header) };
})();
const all = [...before, target, ...fakeBlocks(target, 20)];

/** Proofs are of blocks 50, 150 and the target; the set counts them. */
const stations = [before[49], before[149], target] as Block[];
const justification = new Uint8Array(46);
const sync: SyncOptions<number> = {
  ...{ maxParallelDownloads: 5, maxBlocksPerRequest: 64 },
  mode: {
    type: "warp",
    warp: {
      ...{ begin: fakeGenesis.hash, set: 0, minPeers: 3 },
      verify({ proofs, isFinished }, set) {
        for (const [index, { header }] of proofs.entries()) {
          if (headerHash(header) !== stations[set + index]?.hash) return undefined;
        }
        const last = proofs.at(-1)?.header;
        if (last === undefined) return undefined;
        const next = set + proofs.length;
        return isFinished
          ? { type: "complete", set: next, header: last }
          : { type: "partial", set: next, last: headerHash(last) };
      },
    },
    verifyRange(root, nodes, start) {
      try {
        return verifyRange(Buffer.from(root.slice(2), "hex"), nodes, start);
      } catch {
        return undefined;
      }
    },
  },
};

/** One station an answer, and ranges of a few keys. */
function honestAnswer(request: SyncRequest): PeerAnswer | undefined {
  if (request.protocol === "warp") {
    const at = stations.findIndex(({ hash }) => hash === request.begin) + 1;
    const { header } = stations[at] as Block;
    return encodeWarpResponse({ proofs: [{ header, justification }], isFinished: at === 2 });
  }
  if (request.protocol === "state") {
    return encodeStateResponse({ entries: [], proof: proveRange(state, request.start.map(toKey), 1500) });
  }
  return undefined;
}
const honest = (id: string): FakePeer => ({ id, chain: fakeChain(all), answer: honestAnswer });

function partsOf(world: ReturnType<typeof createWorld>): StatePart[] {
  return world.actions.flatMap((action) => (action.type === "state-part" ? [...action.parts] : []));
}
function stateFrom(parts: readonly StatePart[]) {
  const entries = parts.filter(({ child }) => child === undefined).flatMap(({ entries }) => [...entries]);
  const child = parts.filter(({ child }) => child === "child").flatMap(({ entries }) => [...entries]);
  return memoryState(entries, [["child", new Map(child)]]);
}

describe("warp sync", () => {
  it("goes by proofs to a final block, takes its state, goes on with the blocks after it, and fills the gap", () => {
    const own = fakeChain();
    const world = createWorld(own, { sync: sync as SyncOptions<unknown> });
    for (const id of ["a", "b", "c"]) world.join(honest(id));
    expect(world.sync.isMajorSyncing()).toBe(true);
    expect(world.run(60_000, () => own.best().number === 221)).toBe(true);
    expect(stateFrom(partsOf(world)).root()).toEqual(state.root());
    expect(world.actions.filter(({ type }) => type === "state-part").length).toBeGreaterThan(5);
    expect(world.run(60_000, () => own.gap() === undefined)).toBe(true);
    for (const { hash } of before) expect(own.block(hash)).toBeDefined();
    const kinds = new Set(
      world.actions.map((action) => (action.type === "request" ? action.request.protocol : action.type)),
    );
    expect(kinds).toEqual(new Set(["warp", "sync", "state", "state-part", "import-state", "import", "import-history"]));
    world.run(5000);
    expect(world.sync.isMajorSyncing()).toBe(false);
    expect(world.losses.size).toBe(0);
    expect(world.sync.current().type).toBe("full");
  });

  it("tells how far it is", () => {
    const own = fakeChain();
    const world = createWorld(own, { sync: sync as SyncOptions<unknown> });
    const told: SyncProgress[] = [];
    const note = (): void => {
      const now = progressOf(world.sync);
      if (now !== undefined && JSON.stringify(now) !== JSON.stringify(told.at(-1))) told.push(now);
    };
    note();
    for (const id of ["a", "b", "c"]) world.join(honest(id));
    const isDone = (): boolean => {
      note();
      return own.best().number === 221 && own.gap() === undefined;
    };
    expect(world.run(120_000, isDone)).toBe(true);
    expect(told[0]).toEqual({ type: "warp", phase: "waiting", bytes: 0 });
    const order = ["warp proofs", "warp target", "state downloading", "state importing", "history"];
    const places = told.slice(1).map((one) => order.indexOf("phase" in one ? `${one.type} ${one.phase}` : one.type));
    expect(places).toEqual([...places].sort());
    expect(new Set(places)).toEqual(new Set(order.keys()));
    const ofState = told.filter((one) => one.type === "state");
    const rising = (list: readonly number[]): void => expect(list).toEqual([...list].sort((a, b) => a - b));
    for (const of of ["bytes", "percentage"] as const) rising(ofState.map((one) => one[of]));
    rising(told.flatMap((one) => (one.type === "history" ? [one.next] : [])).reverse());
    world.run(5000);
    expect(progressOf(world.sync)).toBeUndefined();
  });

  it("begins with three peers, and with fewer after ten seconds", () => {
    const world = createWorld(fakeChain(), { sync: sync as SyncOptions<unknown> });
    world.join(honest("a"));
    world.run(9500);
    expect(world.actions).toEqual([]);
    world.run(2000);
    expect(world.actions[0]).toMatchObject({ type: "request", request: { protocol: "warp", begin: fakeGenesis.hash } });
    const other = createWorld(fakeChain(), { sync: sync as SyncOptions<unknown> });
    for (const id of ["a", "b", "c"]) other.join(honest(id));
    expect(other.actions.length).toBe(1);
  });

  it("begins at a checkpoint where one is given", () => {
    const { mode } = sync;
    if (mode.type !== "warp") throw new Error("not warp");
    const warp = { ...mode.warp, begin: (stations[1] as Block).hash, set: 2, minPeers: 1 };
    const own = fakeChain();
    const world = createWorld(own, { sync: { ...sync, mode: { ...mode, warp } } as SyncOptions<unknown> });
    world.join(honest("a"));
    expect(world.run(60_000, () => own.best().number === 221)).toBe(true);
    expect(world.actions.filter((one) => one.type === "request" && one.request.protocol === "warp").length).toBe(1);
  });

  const lies: Record<string, [(request: SyncRequest) => PeerAnswer | undefined, number]> = {
    "proofs that prove nothing": [
      ({ protocol }) =>
        protocol === "warp"
          ? encodeWarpResponse({ proofs: [{ header: target.header, justification }], isFinished: true })
          : undefined,
      -(1 << 29),
    ],
    "no proofs": [
      ({ protocol }) => (protocol === "warp" ? encodeWarpResponse({ proofs: [], isFinished: false }) : undefined),
      -(1 << 29),
    ],
    "garbage for proofs": [({ protocol }) => (protocol === "warp" ? Uint8Array.of(4, 1) : undefined), -(1 << 29)],
    "no target block": [({ protocol }) => (protocol === "sync" ? new Uint8Array(0) : undefined), -(1 << 29)],
    "garbage for a state": [({ protocol }) => (protocol === "state" ? Uint8Array.of(255) : undefined), -(1 << 12)],
    "an empty state": [({ protocol }) => (protocol === "state" ? new Uint8Array(0) : undefined), -(1 << 29)],
    "a state that was not asked for": [
      ({ protocol }) =>
        protocol === "state"
          ? encodeStateResponse({ entries: [], proof: proveRange(memoryState([["x", long(1)]]), [], 10) })
          : undefined,
      -(1 << 29),
    ],
    silence: [({ protocol }) => (protocol === "sync" ? undefined : "silence"), -(1 << 10)],
  };
  for (const [name, [lie, loss]] of Object.entries(lies)) {
    it(`goes on with others after ${name}`, () => {
      const own = fakeChain();
      const world = createWorld(own, { sync: sync as SyncOptions<unknown> });
      const answer = (request: SyncRequest) => lie(request) ?? honestAnswer(request);
      const liar = { id: "liar", chain: fakeChain(all), answer };
      // Peers are asked in turn: the fourth is asked for the target block.
      if (name !== "no target block") world.join(liar);
      for (const id of ["b", "c", "d"]) world.join(honest(id));
      if (name === "no target block") world.join(liar);
      expect(world.run(300_000, () => own.best().number === 221)).toBe(true);
      expect(stateFrom(partsOf(world)).root()).toEqual(state.root());
      expect(world.losses.get("liar")).toBe(loss);
      expect(world.losses.size).toBe(1);
    });
  }

  it("waits for others when all lie or go, and takes up where it was", () => {
    const own = fakeChain();
    const world = createWorld(own, { sync: sync as SyncOptions<unknown> });
    for (const id of ["a", "b", "c"]) {
      world.join({
        ...honest(id),
        answer: (request) => (request.protocol === "state" ? "closed" : honestAnswer(request)),
      });
    }
    world.run(60_000);
    expect(world.left.size).toBe(3);
    world.join(honest("d"));
    expect(world.run(60_000, () => own.best().number === 221)).toBe(true);
    expect(world.actions.filter((one) => one.type === "request" && one.request.protocol === "warp").length).toBe(3);
  });

  it("fetches all blocks when the state cannot be imported", () => {
    const own = fakeChain();
    const world = createWorld(own, { sync: sync as SyncOptions<unknown>, importState: () => ({ type: "failed" }) });
    for (const id of ["a", "b", "c"]) world.join(honest(id));
    expect(world.run(60_000, () => own.best().number === 221)).toBe(true);
    expect(own.gap()).toBeUndefined();
    const hashes: Hex[] = all.map(({ hash }) => hash);
    expect(hashes.every((hash) => own.block(hash) !== undefined)).toBe(true);
  });
});

describe("blocks below a downloaded state", () => {
  /** A chain with block 201 and those over it. */
  function joined() {
    const own = fakeChain([], fakeGenesis);
    own.add(...all.slice(200));
    own.finalize(target);
    own.setGap({ first: 1, last: { hash: target.parentHash, number: 200 } });
    return own;
  }
  const whole: SyncOptions<unknown> = { maxParallelDownloads: 3, maxBlocksPerRequest: 20, mode: { type: "full" } };
  const isGap = (request: SyncRequest): boolean =>
    request.protocol === "sync" && "hash" in request.from && request.max > 1;
  const filled = (own: ReturnType<typeof fakeChain>) => (): boolean => own.gap() === undefined;

  it("are asked of one peer after the other, downward by hash", () => {
    const own = joined();
    const world = createWorld(own, { sync: whole });
    for (const id of ["a", "b"]) world.join(honest(id));
    expect(world.run(10_000, filled(own))).toBe(true);
    const asked = world.actions.flatMap((one) =>
      one.type === "request" && isGap(one.request) && one.request.protocol === "sync" ? [one.request] : [],
    );
    expect(asked.map(({ from }) => ("hash" in from ? own.block(from.hash)?.number : 0))).toEqual(
      Array.from({ length: 10 }, (_, index) => 200 - index * 20),
    );
    expect(world.losses.size).toBe(0);
  });

  it("are asked of another peer too when one is slow, and of the fast one from then on", () => {
    const own = joined();
    const world = createWorld(own, { sync: whole });
    world.join({ ...honest("slow"), delay: 19_000 });
    world.join(honest("fast"));
    expect(world.run(8000, filled(own))).toBe(true);
    const of = (id: string) =>
      world.actions.filter((one) => one.type === "request" && one.peer === id && isGap(one.request)).length;
    expect([of("slow"), of("fast")]).toEqual([1, 10]);
    world.run(30_000);
    expect(world.losses.size).toBe(0);
  });

  it("are fetched again from the one that is refused on, at the expense of who gave that one alone", () => {
    const own = joined();
    const wrong = new Set<string>();
    // Its answers hold other bodies.
    const judge = ({ origin }: { readonly origin: string }) =>
      ({ type: wrong.has(origin) ? "invalid" : "imported" }) as const;
    const world = createWorld(own, { sync: whole, judge, importDelay: 700 });
    for (const id of ["a", "b", "c"]) world.join(honest(id));
    world.run(1500);
    wrong.add("a");
    wrong.add("b");
    expect(world.run(60_000, filled(own))).toBe(true);
    world.run(5000);
    expect(world.losses.get("c")).toBeUndefined();
    expect([...world.losses.values()].every((loss) => loss === -(1 << 29))).toBe(true);
    expect(world.losses.size).toBeGreaterThan(0);
    for (const { hash } of before) expect(own.block(hash)).toBeDefined();
  });

  it("wait when this node cannot import them, and are not fetched again", () => {
    const own = joined();
    let fails = true;
    const judge = () => ({ type: fails ? "failed" : "imported" }) as const;
    const world = createWorld(own, { sync: whole, judge });
    world.join(honest("a"));
    world.run(10_000);
    fails = false;
    expect(world.run(60_000, filled(own))).toBe(true);
    const asked = world.actions.filter((one) => one.type === "request" && isGap(one.request));
    expect(asked.length).toBe(10);
    expect(world.losses.size).toBe(0);
  });
});
