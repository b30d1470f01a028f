import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Hex, type StateKey, toHex, utf8 } from "../lib/bytes.ts";
import type { Database } from "./database.ts";
import { StorageError } from "./errors.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { prefixes } from "./layout.ts";
import { openStore } from "./open-database.ts";
import { memoryState } from "./state/memory-state.ts";
import { type PlainState, plainRoot, testBlock, testGenesis, withChildRoots } from "./testing/blocks.ts";
import { readFromProof } from "./trie/proof.ts";

const key = fc.array(fc.constantFrom(0x00, 0x01, 0x10, 0xff), { maxLength: 3 }).map((c) => String.fromCharCode(...c));
const value = fc.oneof(fc.uint8Array({ maxLength: 2 }), fc.uint8Array({ minLength: 33, maxLength: 34 }));
const childId = fc.constantFrom<StateKey | undefined>(undefined, undefined, undefined, "x", "yy");
const changes = fc.array(fc.tuple(childId, key, fc.option(value, { nil: undefined })), { maxLength: 8 });
const pick = fc.nat({ max: 1000 });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("block" as const), parent: pick, changes, best: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("instant" as const), parent: pick, changes }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("finalize" as const), block: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("head" as const), block: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revert" as const), count: fc.integer({ min: 1, max: 4 }) }) },
);

/** What the chain must look like: every block with a copy of its whole state. */
interface ModelBlock {
  readonly hash: Hex;
  readonly number: number;
  readonly parent: ModelBlock | undefined;
  readonly state: PlainState;
}
interface Model {
  open: ModelBlock[];
  final: ModelBlock[];
  best: ModelBlock;
  oldest: number;
}

function changed(
  state: PlainState,
  all: readonly (readonly [StateKey | undefined, StateKey, Uint8Array | undefined])[],
): PlainState {
  const top = new Map(state.top);
  const children = new Map([...state.children].map(([id, own]) => [id, new Map(own)]));
  for (const [id, k, v] of all) {
    const space = id === undefined ? top : (children.get(id) ?? new Map<StateKey, Uint8Array>());
    if (id !== undefined) children.set(id, space);
    v === undefined ? space.delete(k) : space.set(k, v);
  }
  return { top, children };
}

function lineage(block: ModelBlock): ModelBlock[] {
  const line: ModelBlock[] = [];
  for (let at: ModelBlock | undefined = block; at !== undefined; at = at.parent) line.push(at);
  return line.reverse();
}

function checkState(db: Database, block: ModelBlock): void {
  const state = db.stateAt(block.hash);
  if (state === undefined) throw new Error(`no state of block ${block.number}`);
  const entries = withChildRoots(block.state);
  const walked: StateKey[] = state.get("") === undefined ? [] : [""];
  for (let k = state.nextKey(""); k !== undefined; k = state.nextKey(k)) walked.push(k);
  expect(walked).toEqual([...entries.keys()].sort());
  for (const [k, v] of entries) expect(state.get(k)).toEqual(v);
  expect(state.get("\x01\x01\x01\x01")).toBeUndefined();
  for (const id of ["x", "yy"]) {
    const own = block.state.children.get(id) ?? new Map<StateKey, Uint8Array>();
    const child = state.child(id);
    for (const k of ["", "\x00", "\xff\xff", ...own.keys()]) {
      expect(child.get(k)).toEqual(own.get(k));
      expect(child.nextKey(k)).toBe([...own.keys()].sort().find((other) => other > k));
    }
  }
  const asked = ["", "\x00", "\x10\x01", ...[...entries.keys()].slice(0, 3)];
  const proof = db.proofAt(block.hash, asked) as Uint8Array[];
  expect(readFromProof(plainRoot(block.state), proof, asked)).toEqual(new Map(asked.map((k) => [k, entries.get(k)])));
  expect(toHex(db.overlayAt(block.hash)?.root() as Uint8Array)).toBe(toHex(plainRoot(block.state)));
}

function check(db: Database, model: Model): void {
  const last = model.final[model.final.length - 1] as ModelBlock;
  expect(db.finalized()).toEqual({ hash: last.hash, number: last.number });
  expect(db.best()).toEqual({ hash: model.best.hash, number: model.best.number });
  const canonical = lineage(model.best).map(({ hash }) => hash);
  expect(canonical.map((_, number) => db.hashAt(number))).toEqual(canonical);
  expect(db.hashAt(canonical.length)).toBeUndefined();
  const parents = new Set(model.open.map(({ parent }) => parent));
  const leaves = [...model.open, last].filter((block) => !parents.has(block));
  expect(new Set(db.leaves())).toEqual(new Set(leaves.map(({ hash }) => hash)));
  for (const block of [...model.open, last]) checkState(db, block);
  for (const block of model.final) {
    if (block.number >= model.oldest) checkState(db, block);
    else expect(db.stateAt(block.hash)).toBeUndefined();
    expect(db.header(block.hash)).toBeDefined();
  }
}

function finalizeModel(model: Model, target: ModelBlock, keep: number): void {
  const line = lineage(target);
  model.final = line;
  model.open = model.open.filter((block) => !line.includes(block) && lineage(block).includes(target));
  if (!lineage(model.best).includes(target)) model.best = target;
  model.oldest = Math.max(model.oldest, target.number - keep);
}

describe("database", () => {
  it("is a list of blocks with a copy of the state for each", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(key, value)),
        fc.array(step, { maxLength: 25, size: "max" }),
        fc.constantFrom(2, 5, Number.POSITIVE_INFINITY),
        async (genesisEntries, steps, statesKept) => {
          const state: PlainState = {
            top: new Map(genesisEntries),
            children: new Map([["x", new Map(genesisEntries.slice(1))]]),
          };
          const store = memoryKeyValue();
          let db = await openStore(store, { statesKept });
          const genesis = testGenesis(state);
          await db.initialise(genesis);
          const zero: ModelBlock = { hash: genesis.hash, number: 0, parent: undefined, state };
          const model: Model = { open: [], final: [zero], best: zero, oldest: 0 };
          let salt = 0;
          for (const one of steps) {
            const last = model.final[model.final.length - 1] as ModelBlock;
            const known = [last, ...model.open];
            const at = (index: number): ModelBlock => known[index % known.length] as ModelBlock;
            if (one.do === "block" || one.do === "instant") {
              const parent = at(one.parent);
              const overlay = db.overlayAt(parent.hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
              for (const [id, k, v] of one.changes) {
                const space = id === undefined ? overlay : overlay.child(id);
                v === undefined ? space.delete(k) : space.put(k, v);
              }
              const finalized = one.do === "instant";
              salt = (salt + 1) % 256;
              const best = one.do === "instant" || one.best;
              const block = testBlock(parent, overlay, { best, finalized, salt });
              await db.commitBlock(block);
              const added = {
                hash: block.hash,
                number: parent.number + 1,
                parent,
                state: changed(parent.state, one.changes),
              };
              model.open.push(added);
              if (best) model.best = added;
              if (finalized) finalizeModel(model, added, statesKept);
              expect(db.body(block.hash)).toEqual(block.body);
            } else if (one.do === "finalize") {
              const target = at(one.block);
              await db.finalize(target.hash, ["TEST", utf8("proof")]);
              if (target !== last) finalizeModel(model, target, statesKept);
              expect(db.justifications(target.hash)).toEqual([["TEST", utf8("proof")]]);
            } else if (one.do === "head") {
              model.best = at(one.block);
              await db.setHead(model.best.hash);
            } else if (one.do === "restart") {
              db = await openStore(store, { statesKept });
            } else {
              const line = lineage(model.best);
              const to = Math.max(model.best.number - one.count, Math.min(model.oldest, model.best.number));
              expect(await db.revert(one.count)).toBe(model.best.number - to);
              if (to === model.best.number) continue;
              model.best = line[to] as ModelBlock;
              model.final = model.final.slice(0, to + 1);
              // A branch that began on a block that was final before is gone, one below the new head may stay.
              model.open = to < last.number ? [] : model.open.filter(({ number }) => number <= to);
            }
          }
          check(db, model);
          check(await openStore(store, { statesKept }), model);
          expect(await db.verify()).toEqual([]);
          await db.close();
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);

  it("answers for any of many blocks, across segments of the history", async () => {
    const state: PlainState = { top: new Map([["never", utf8("same")]]), children: new Map() };
    const store = memoryKeyValue();
    let db = await openStore(store, { statesKept: Number.POSITIVE_INFINITY });
    await db.initialise(testGenesis(state));
    const blocks: { hash: Hex; number: number }[] = [db.best()];
    const valueAt = (k: string, number: number): string | undefined => {
      if (k === "never") return "same";
      const every = Number(k.slice(1));
      const changedAt = Math.floor(number / every) * every;
      if (changedAt === 0) return undefined;
      return (changedAt / every) % 3 === 2 ? undefined : `at ${changedAt}`;
    };
    const keys = ["k1", "k7", "k100", "k256", "k300", "k700", "never"];
    for (let number = 1; number <= 800; number++) {
      const parent = blocks[number - 1] as (typeof blocks)[number];
      const overlay = db.overlayAt(parent.hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      for (const k of keys.slice(0, -1)) {
        const v = valueAt(k, number);
        v === undefined ? overlay.delete(k) : overlay.put(k, utf8(v));
      }
      const block = testBlock(parent, overlay, { best: true, finalized: true });
      await db.commitBlock(block);
      blocks.push({ hash: block.hash, number });
      if (number % 333 === 0) db = await openStore(store, { statesKept: Number.POSITIVE_INFINITY });
    }
    const checkAll = (from: number, to: number): void => {
      for (let number = from; number <= to; number += number % 256 > 250 || number % 256 < 4 ? 1 : 13) {
        const at = db.stateAt((blocks[number] as { hash: Hex }).hash);
        for (const k of keys)
          expect(at?.get(k), `${k} at ${number}`).toEqual(((v) => v && utf8(v))(valueAt(k, number)));
      }
    };
    checkAll(0, 800);
    expect(await db.revert(300)).toBe(300);
    checkAll(0, 500);
    expect(await db.verify()).toEqual([]);
    // A shorter history is caught up with little by little.
    db = await openStore(store, { statesKept: 20 });
    for (let count = 0; count < 40; count++) {
      const parent = db.best();
      const overlay = db.overlayAt(parent.hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      overlay.put("k1", utf8(`later ${count}`));
      await db.commitBlock(testBlock(parent, overlay, { best: true, finalized: true }));
    }
    expect(db.oldestState()).toBe(520);
    expect(db.stateAt((blocks[500] as { hash: Hex }).hash)).toBeUndefined();
    const left: string[] = [];
    for await (const [k] of store.iterate(prefixes.segmentIndex, "L")) left.push(k.slice(0, 5));
    for await (const [k] of store.iterate(prefixes.groupIndex, "H")) left.push(k.slice(0, 5));
    expect(left.filter((k) => k.charCodeAt(4) === 0)).toEqual([]);
  }, 60_000);

  it("drops branches that lost, and says so when their states are read", async () => {
    const db = await openStore(memoryKeyValue());
    await db.initialise(testGenesis({ top: new Map(), children: new Map() }));
    const make = async (salt: number, best: boolean): Promise<Hex> => {
      const genesis = db.finalized();
      const overlay = db.overlayAt(genesis.hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      overlay.put("k", Uint8Array.of(salt));
      const block = testBlock(genesis, overlay, { best, salt });
      await db.commitBlock(block);
      return block.hash;
    };
    const a = await make(1, true);
    const b = await make(2, false);
    const loser = db.stateAt(a);
    expect(loser?.get("k")).toEqual(Uint8Array.of(1));
    expect(await db.finalize(b)).toEqual({ finalized: [b], dropped: [a] });
    expect(db.best().hash).toBe(b);
    expect(() => loser?.get("k")).toThrow(StorageError);
    expect(db.stateAt(a)).toBeUndefined();
    expect(db.header(a)).toBeUndefined();
    expect(db.children(db.genesisHash as Hex)).toEqual([b]);
  });

  it("reads through a long chain that does not become final", async () => {
    const db = await openStore(memoryKeyValue());
    await db.initialise(testGenesis({ top: new Map([["base", utf8("b")]]), children: new Map() }));
    const reference = memoryState([["base", utf8("b")]]);
    for (let number = 1; number <= 100; number++) {
      const overlay = db.overlayAt(db.best().hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      const plain = reference.overlay();
      for (const one of [overlay, plain]) {
        one.put(`k${number % 40}`, Uint8Array.of(number));
        if (number % 7 === 0) one.delete(`k${number % 11}`);
      }
      reference.commit(plain);
      await db.commitBlock(testBlock(db.best(), overlay, { best: true }));
      const state = db.stateAt(db.best().hash);
      for (let k = 0; k < 40; k++) expect(state?.get(`k${k}`)).toEqual(reference.get(`k${k}`));
      expect(state?.get("base")).toEqual(utf8("b"));
      if (number === 50) await db.finalize(db.hashAt(20) as Hex);
    }
  });

  it("goes on answering for an old block while later ones become final", async () => {
    const top = new Map<StateKey, Uint8Array>();
    for (let a = 0; a < 256; a += 3)
      for (let b = 0; b < 4; b++) top.set(String.fromCharCode(a, b), new Uint8Array(40).fill(b));
    const store = memoryKeyValue();
    await (await openStore(store)).initialise(testGenesis({ top, children: new Map() }));
    // Opened again, so that the trie is loaded only as far as it is walked.
    const db = await openStore(store);
    const genesis = db.stateAt(db.genesisHash as Hex);
    const asked = ["\x03\x01", "\x63\x02", "\x63\x09"];
    for (let number = 1; number <= 5; number++) {
      const overlay = db.overlayAt(db.best().hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
      for (let a = number; a < 256; a += 7)
        for (let b = 0; b < 6; b++) overlay.put(String.fromCharCode(a, b), new Uint8Array(40).fill(number));
      for (let a = number; a < 256; a += 5) overlay.delete(String.fromCharCode(a, 1));
      await db.commitBlock(testBlock(db.best(), overlay, { best: true, finalized: true }));
      const proof = db.proofAt(db.genesisHash as Hex, asked) as Uint8Array[];
      const root = plainRoot({ top, children: new Map() });
      expect(readFromProof(root, proof, asked)).toEqual(new Map(asked.map((k) => [k, top.get(k)])));
      const from = String.fromCharCode(number * 40);
      const after = [...top.keys()]
        .sort()
        .filter((k) => k > from)
        .slice(0, 30);
      const walked: StateKey[] = [];
      for (let k = genesis?.nextKey(from); k !== undefined && walked.length < 30; k = genesis?.nextKey(k))
        walked.push(k);
      expect(walked).toEqual(after);
    }
  });

  it("keeps what others give it, in the same write", async () => {
    const store = memoryKeyValue();
    const db = await openStore(store);
    await db.initialise(testGenesis({ top: new Map(), children: new Map() }));
    const overlay = db.overlayAt(db.best().hash) as NonNullable<ReturnType<Database["overlayAt"]>>;
    const block = testBlock(db.best(), overlay, { best: true });
    await db.commitBlock({ ...block, extra: new Map([["tx", utf8("1")]]), justifications: [["FRNK", utf8("j")]] });
    expect(db.getExtra("tx")).toEqual(utf8("1"));
    expect(db.justifications(block.hash)).toEqual([["FRNK", utf8("j")]]);
    await db.addJustification(block.hash, ["BEEF", utf8("b")]);
    await db.addJustification(block.hash, ["FRNK", utf8("k")]);
    expect(db.justifications(block.hash)).toEqual([
      ["BEEF", utf8("b")],
      ["FRNK", utf8("k")],
    ]);
    await db.putExtra(new Map([["tx", undefined]]));
    expect(db.getExtra("tx")).toBeUndefined();
  });

  it("proves keys of child tries", async () => {
    const db = await openStore(memoryKeyValue());
    const own = new Map([
      ["a", utf8("1".repeat(40))],
      ["b", utf8("2")],
    ]);
    const state: PlainState = { top: new Map([["t", utf8("top")]]), children: new Map([["x", own]]) };
    await db.initialise(testGenesis(state));
    const proof = db.proofAt(db.best().hash, ["a", "c"], "x") as Uint8Array[];
    const rootKey = ":child_storage:default:x";
    const childRoot = readFromProof(plainRoot(state), proof, [rootKey]).get(rootKey) as Uint8Array;
    expect(readFromProof(childRoot, proof, ["a", "c"])).toEqual(
      new Map([
        ["a", own.get("a")],
        ["c", undefined],
      ]),
    );
  });
});
