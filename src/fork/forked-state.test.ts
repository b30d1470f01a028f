import { describe, expect, it } from "vitest";
import { blake2b256 } from "../crypto/hashing.ts";
import { fromHex, type Hex, hexToKey, type StateKey, toHex, toKey } from "../lib/bytes.ts";
import { decodeHeader } from "../primitives/header.ts";
import type { Database, NewBlock } from "../storage/database.ts";
import { initialiseFork } from "../storage/fork-base.ts";
import { memoryKeyValue, type ViewableKeyValue } from "../storage/kv/key-value.ts";
import { childKey, splitFlatKey, topKey } from "../storage/layout.ts";
import { openStore } from "../storage/open-database.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { overlayOn, testBlock, testGenesis } from "../storage/testing/blocks.ts";
import { seeded } from "../storage/testing/random-block.ts";
import { createForkedState } from "./forked-state.ts";
import { lazyKeyValue } from "./lazy-key-value.ts";
import { type NodeCache, openNodeCache } from "./node-cache.ts";
import { readItems } from "./read-items.ts";
import { createRemoteState, type KeyPage, type RemoteState } from "./remote-state.ts";

type Random = (below: number) => number;

const items = ["p1i1", "p1i2", "p2i1"].map((name) => name.padEnd(32, "."));

/** Keys as chains have them: single items, maps of few and of many keys, and some that are shorter. */
function randomKey(random: Random): StateKey {
  const item = items[random(items.length)] as string;
  if (random(8) === 0) return String.fromCharCode(random(3) * 16 + 1, random(3));
  if (random(4) === 0) return item.slice(0, -1) + String.fromCharCode(random(4) * 17);
  const suffix = random(2) === 0 ? [random(40), 0] : [random(256), random(3), 7, 7, random(2)];
  return item + String.fromCharCode(...suffix);
}

const randomValue = (random: Random): Uint8Array =>
  new Uint8Array(random(2) === 0 ? random(4) : 33 + random(600)).fill(random(256));

type Change = readonly [child: StateKey | undefined, key: StateKey, value: Uint8Array | undefined];
const randomChanges = (random: Random, count: number): Change[] =>
  Array.from({ length: count }, () => {
    const child = random(5) === 0 ? "x" : undefined;
    return [child, randomKey(random), random(3) === 0 ? undefined : randomValue(random)];
  });

function blockWith(db: Database, changes: readonly Change[], salt: number): NewBlock {
  const parent = db.best();
  const overlay = overlayOn(db, parent.hash);
  for (const [child, key, value] of changes) {
    const space = child === undefined ? overlay : overlay.child(child);
    if (value === undefined) space.delete(key);
    else space.put(key, value);
  }
  return testBlock(parent, overlay, { best: true, finalized: salt % 3 === 0, salt });
}

/** A chain with a few blocks, kept as a whole. */
async function wholeChain(random: Random): Promise<Database> {
  const db = await openStore(memoryKeyValue(), { pruning: { state: "archive", blocks: "archive" } });
  const values = new Map<StateKey, Uint8Array>();
  const child = new Map<StateKey, Uint8Array>();
  for (const [of, key, value] of randomChanges(random, 20 + random(300)))
    (of === undefined ? values : child).set(key, value ?? Uint8Array.of(1));
  await db.initialise(testGenesis({ top: values, children: new Map([["x", child]]) }));
  for (let salt = 1; salt < 4; salt++) await db.commitBlock(blockWith(db, randomChanges(random, 10), salt));
  return db;
}

/** The state of a block of a database as another node would answer it. */
function remoteOf(db: Database, hash: Hex, counts = { requests: 0 }): RemoteState {
  const keysOf = (child: StateKey | undefined, { prefix, after, count }: KeyPage): StateKey[] => {
    const state = db.stateAt(hash);
    const space = child === undefined ? state : state?.child(child);
    const keys: StateKey[] = [];
    for (let key = space?.nextKey(after); key?.startsWith(prefix) && keys.length < count; key = space?.nextKey(key))
      keys.push(key);
    return keys;
  };
  return {
    url: "ws://other",
    read(child, keys, pages = []) {
      counts.requests++;
      return { proof: db.proofAt(hash, keys, child) ?? [], pages: pages.map((page) => keysOf(child, page)) };
    },
  };
}

async function forkOf(db: Database, store: ViewableKeyValue, remote: RemoteState, cache: NodeCache, hash: Hex) {
  const header = db.header(hash) as Uint8Array;
  const forked = createForkedState({ stateRoot: fromHex(decodeHeader(header).stateRoot), cache, remote });
  const genesis = db.genesisHash as Hex;
  const base = {
    genesis: { hash: genesis, header: db.header(genesis) as Uint8Array },
    block: { hash, header, body: db.body(hash) ?? [] },
    extra: new Map(),
  };
  await initialiseFork(store, base, { state: "archive", blocks: "archive" });
  return { forked, fork: await openStore(lazyKeyValue(store, forked)) };
}

/** Every key and value of the best state, by walking. */
function contentOf(db: Database): Map<string, Hex> {
  const content = new Map<string, Hex>();
  const state = db.stateAt(db.best().hash);
  for (const child of [undefined, "x"]) {
    const space = child === undefined ? state : state?.child(child);
    for (let key = space?.nextKey(""); key !== undefined; key = space?.nextKey(key))
      content.set(`${child} ${key}`, toHex(space?.get(key) as Uint8Array));
  }
  return content;
}

describe("a state that is read from elsewhere", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "is as the whole one, and changes as it (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const whole = await wholeChain(random);
      const { hash } = whole.finalized();
      await whole.setHead(hash);
      const store = memoryKeyValue();
      const cache = openNodeCache(undefined);
      let { fork, forked } = await forkOf(whole, store, remoteOf(whole, hash), cache, hash);
      if (seed % 2 === 0) readItems(forked, cache, new Set());
      for (let salt = 1; salt < 12; salt++) {
        const changes = randomChanges(random, random(12));
        const [one, other] = [blockWith(whole, changes, salt), blockWith(fork, changes, salt)];
        // The root in it is the one of the whole state.
        expect(other.hash).toBe(one.hash);
        if (whole.header(one.hash) !== undefined) continue;
        await whole.commitBlock(one);
        await fork.commitBlock(other);
        for (let count = 0; count < 5; count++) {
          const key = randomKey(random);
          expect(fork.stateAt(other.hash)?.get(key)).toEqual(whole.stateAt(one.hash)?.get(key));
          expect(fork.stateAt(other.hash)?.nextKey(key)).toBe(whole.stateAt(one.hash)?.nextKey(key));
        }
        if (random(3) === 0) ({ fork, forked } = await forkOf(whole, store, remoteOf(whole, hash), cache, hash));
        if (random(4) === 0) expect(contentOf(fork)).toEqual(contentOf(whole));
      }
      expect(contentOf(fork)).toEqual(contentOf(whole));
      const late = fork.best().number - fork.finalized().number;
      if (fork.best().number - late > decodeHeader(whole.header(hash) as Uint8Array).number + 1) {
        expect(await fork.revert(late + 1)).toBe(await whole.revert(late + 1));
        expect(contentOf(fork)).toEqual(contentOf(whole));
      }
    },
  );

  it("needs the other node no more for what was read before", async () => {
    const whole = await wholeChain(seeded(7));
    const { hash } = whole.finalized();
    const cache = openNodeCache(undefined);
    const { fork } = await forkOf(whole, memoryKeyValue(), remoteOf(whole, hash), cache, hash);
    const content = contentOf(fork);
    const gone: RemoteState = {
      ...remoteOf(whole, hash),
      read() {
        throw new Error("nobody is to be asked");
      },
    };
    const again = await forkOf(whole, memoryKeyValue(), gone, cache, hash);
    expect(contentOf(again.fork)).toEqual(content);
    expect([...content.keys()].length).toBeGreaterThan(20);
  });

  it("reads single items and whole maps in few requests", async () => {
    const db = await openStore(memoryKeyValue());
    const values = new Map<StateKey, Uint8Array>();
    for (let index = 0; index < 400; index++)
      values.set(toKey(blake2b256(Uint8Array.of(index & 255, index >> 8))), new Uint8Array(40).fill(index));
    const map = items[0] as string;
    for (let index = 0; index < 3000; index++)
      values.set(map + toKey(blake2b256(Uint8Array.of(index & 255, index >> 8, 9))), Uint8Array.of(index));
    await db.initialise(testGenesis({ top: values, children: new Map() }));
    const { hash } = db.best();
    const counts = { requests: 0 };
    const cache = openNodeCache(undefined);
    const { fork, forked } = await forkOf(db, memoryKeyValue(), remoteOf(db, hash, counts), cache, hash);
    readItems(forked, cache, new Set());
    const state = fork.stateAt(hash);
    const before = counts.requests;
    expect(before).toBeLessThan(8);
    for (const [key, value] of values) if (key.length === 32) expect(state?.get(key)).toEqual(value);
    expect(counts.requests).toBe(before);
    let walked = 0;
    for (let key = state?.nextKey(map); key?.startsWith(map); key = state?.nextKey(key)) {
      walked++;
      expect(state?.get(key)).toEqual(values.get(key));
    }
    expect(walked).toBe(3000);
    expect(counts.requests - before).toBeLessThan(20);
  });
});

describe("a node that lies", () => {
  it("is found out whatever byte it changes, and nothing of that answer is kept", async () => {
    const whole = await wholeChain(seeded(3));
    const { hash } = whole.finalized();
    const honest = remoteOf(whole, hash);
    const content = contentOf(whole);
    for (let seed = 0; seed < 30; seed++) {
      const random = seeded(seed);
      const cache = openNodeCache(undefined);
      let lies = false;
      let size = 0;
      const liar: RemoteState = {
        ...honest,
        read(child, keys, pages) {
          const { proof, pages: found } = honest.read(child, keys, pages);
          size = cache.size;
          if (!lies) return { proof, pages: found };
          const at = random(proof.length);
          const part = Uint8Array.from(proof[at] as Uint8Array);
          const place = random(part.length);
          part[place] = (part[place] as number) ^ (1 << random(8));
          return { proof: proof.with(at, part), pages: found };
        },
      };
      const { fork } = await forkOf(whole, memoryKeyValue(), liar, cache, hash);
      lies = true;
      let told: unknown;
      try {
        for (const key of content.keys()) fork.stateAt(hash)?.get(key.slice("undefined ".length));
      } catch (error) {
        told = error;
      }
      expect(`${told}`).toMatch(/ws:\/\/other is not to be trusted: .*nothing of that answer was kept/);
      expect(cache.size).toBe(size);
    }
  });
});

/** What differs from the forked state, as a file holds it. */
async function differencesOf(fork: Database): Promise<Map<string, Uint8Array | undefined>> {
  const view = await fork.view();
  const found = new Map<string, Uint8Array | undefined>();
  for await (const { child, key, value } of view.differences(fork.best().hash) ?? [])
    found.set(child === undefined ? topKey(key) : childKey(child, key), value);
  await view.release();
  return found;
}

describe("what a fork changed", () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed + 100))(
    "makes the same chain of another fork of the block, and is nothing that is the same (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const db = await wholeChain(random);
      const { hash } = db.best();
      const before = contentOf(db);
      const { fork } = await forkOf(db, memoryKeyValue(), remoteOf(db, hash), openNodeCache(undefined), hash);
      const count = 1 + random(6);
      for (let salt = 10; salt < 10 + count; salt++)
        await fork.commitBlock(blockWith(fork, randomChanges(random, 30), salt));
      const differences = await differencesOf(fork);
      const after = contentOf(fork);
      const isRoot = (key: string): boolean => key.includes(childRootPrefix);
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
        (key) => before.get(key) !== after.get(key) && !isRoot(key),
      );
      expect(differences.size).toBe(changed.length);

      const view = await fork.view();
      const chain: Hex[] = [];
      for (let at = fork.best().hash; at !== hash; at = fork.parentHash(at) as Hex) chain.unshift(at);
      const withBlocks = random(2) === 0;
      const blocks = (withBlocks ? chain : chain.slice(-1)).map((one) => ({
        hash: one,
        header: view.header(one) as Uint8Array,
        body: view.body(one) ?? [],
        justifications: [],
        replaced: withBlocks ? view.replacedBy(one) : undefined,
      }));
      const store = memoryKeyValue();
      const other = await forkOf(db, store, remoteOf(db, hash), openNodeCache(undefined), hash);
      const wrong = new Map([...differences, [topKey("no key of it"), Uint8Array.of(1)]]);
      await expect(other.fork.takeDifferences({ blocks, differences: wrong, extra: new Map() })).rejects.toThrow(
        "root",
      );
      expect(contentOf(other.fork)).toEqual(before);
      await other.fork.takeDifferences({ blocks, differences, extra: new Map([["note", Uint8Array.of(5)]]) });
      const reopened = await openStore(lazyKeyValue(store, other.forked));
      for (const loaded of [other.fork, reopened]) {
        expect(loaded.best()).toEqual(fork.best());
        expect(contentOf(loaded)).toEqual(after);
        expect(loaded.getExtra("note")).toEqual(Uint8Array.of(5));
        expect(await differencesOf(loaded)).toEqual(differences);
        const states = chain.map((one) => loaded.stateAt(one)).filter((state) => state !== undefined);
        expect(states).toHaveLength(withBlocks ? count : 1);
        for (const one of withBlocks ? chain : []) {
          const [mine, theirs] = [loaded.stateAt(one), fork.stateAt(one)];
          for (const key of [...differences.keys()].slice(0, 20)) {
            const { child, key: own } = splitFlatKey(key);
            const of = (state: typeof mine) => (child === undefined ? state : state?.child(child))?.get(own);
            expect(of(mine)).toEqual(of(theirs));
          }
        }
      }
      await view.release();
      const next = blockWith(fork, randomChanges(random, 10), 99);
      await fork.commitBlock(next);
      await reopened.commitBlock(blockWith(reopened, [], 98));
      expect(contentOf(reopened)).toEqual(after);
    },
  );
});

it("has ranges brought, whose walks and reads need nothing more", async () => {
  const random = seeded(7);
  const db = await wholeChain(random);
  const { hash } = db.best();
  const counts = { requests: 0 };
  const { forked, fork } = await forkOf(
    db,
    memoryKeyValue(),
    remoteOf(db, hash, counts),
    openNodeCache(undefined),
    hash,
  );
  const [many = "", few = ""] = items;
  const prefixes = [many, few + String.fromCharCode(3), "nothing begins so"];
  counts.requests = 0;
  forked.fetchRanges({ keys: ["", "no such key"], prefixes });
  expect(counts.requests).toBeLessThan(6);
  counts.requests = 0;
  const [own, whole] = [fork.stateAt(hash), db.stateAt(hash)];
  let walked = 0;
  for (const prefix of prefixes) {
    for (let key = own?.nextKey(prefix); key?.startsWith(prefix); key = own?.nextKey(key)) {
      expect(own?.get(key)).toEqual(whole?.get(key));
      walked++;
    }
  }
  expect(walked).toBeGreaterThan(20);
  expect(own?.get("no such key")).toBeUndefined();
  expect(counts.requests).toBeLessThan(2);
  counts.requests = 0;
  forked.fetchRanges({ keys: [many], prefixes });
  expect(counts.requests).toBe(0);
});

it("ends with a node whose pages of keys do not go on", async () => {
  const db = await wholeChain(seeded(3));
  const { hash } = db.best();
  const honest = remoteOf(db, hash);
  let asked = 0;
  const repeating = createRemoteState(
    {
      ...{ url: "ws://other", counts: { keys: 0, requests: 0 }, noteKeys: () => {}, stop: async () => {} },
      ask(calls) {
        asked += 1;
        if (asked > 50) throw new Error("it is asked without end");
        return calls.map(({ method, params }) => {
          if (method === "chain_getBlockHash") return { result: db.genesisHash };
          if (method === "state_getReadProof")
            return { result: { proof: honest.read(undefined, (params[0] as Hex[]).map(hexToKey)).proof.map(toHex) } };
          const [prefix, count] = params as [Hex, number];
          return { result: Array.from({ length: count }, () => `${prefix}00`) };
        });
      },
    },
    { hash, number: db.best().number, genesisHash: db.genesisHash as Hex },
  );
  const { stateRoot } = decodeHeader(db.header(hash) as Uint8Array);
  const forked = createForkedState({
    ...{ stateRoot: fromHex(stateRoot), cache: openNodeCache(undefined), remote: repeating },
  });
  forked.fetchRanges({ keys: [], prefixes: items });
  expect(asked).toBeLessThan(10);
});
