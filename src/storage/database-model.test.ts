import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StateKey, utf8 } from "../lib/bytes.ts";
import type { Database } from "./database.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { openStore } from "./open-database.ts";
import { blocksKept, type Pruning, type PruningModes } from "./pruning.ts";
import { overlayOn, type PlainState, testBlock, testGenesis } from "./testing/blocks.ts";
import { asReopened, changed, checkState, lineage, longestOn, type ModelBlock } from "./testing/state-model.ts";
import { verifyStore } from "./verify/verify-database.ts";

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
interface Model {
  readonly pruning: PruningModes;
  open: ModelBlock[];
  final: ModelBlock[];
  lost: ModelBlock[];
  best: ModelBlock;
  oldestState: number;
  oldestBody: number;
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
  for (const block of [...model.final, ...model.open]) expect(db.header(block.hash)).toBeDefined();
  for (const block of model.open) expect(db.body(block.hash)).toBeDefined();
  for (const block of model.final) {
    if (block.number >= model.oldestState) checkState(db, block);
    else expect(db.stateAt(block.hash)).toBeUndefined();
    if (block.number >= model.oldestBody) expect(db.body(block.hash)).toBeDefined();
    else expect(db.body(block.hash)).toBeUndefined();
  }
  for (const block of model.lost) {
    expect(db.numberOf(block.hash)).toBe(block.number);
    expect(db.isCanonical(block.hash)).toBe(false);
    expect(db.body(block.hash) !== undefined).toBe(model.pruning.blocks === "archive");
    if (model.pruning.state === "archive") checkState(db, block);
    else expect(db.stateAt(block.hash)).toBeUndefined();
  }
  expect([db.oldestState(), db.oldestBody()]).toEqual([model.oldestState, model.oldestBody]);
}

function finalizeModel(model: Model, target: ModelBlock): void {
  const line = lineage(target);
  model.final = line;
  const others = model.open.filter((block) => !line.includes(block));
  model.open = others.filter((block) => lineage(block).includes(target));
  model.lost.push(...others.filter((block) => !model.open.includes(block)));
  if (!lineage(model.best).includes(target)) model.best = longestOn(model.open, target);
  model.oldestState = Math.max(model.oldestState, target.number - blocksKept(model.pruning.state) + 1);
  model.oldestBody = Math.max(model.oldestBody, target.number - blocksKept(model.pruning.blocks) + 1);
}

function revertModel(model: Model, count: number): number {
  const line = lineage(model.best);
  const last = model.final[model.final.length - 1] as ModelBlock;
  const to = Math.max(model.best.number - count, Math.min(model.oldestState, model.best.number));
  const reverted = model.best.number - to;
  if (reverted === 0) return 0;
  model.best = line[to] as ModelBlock;
  model.final = model.final.slice(0, to + 1);
  // A branch that began on a block that was final before is gone, one below the new head may stay.
  model.open = to < last.number ? [] : model.open.filter(({ number }) => number <= to);
  model.open.sort(asReopened);
  if (to < last.number) {
    model.lost = model.lost.filter(({ number }) => number <= to);
    model.oldestBody = Math.min(model.oldestBody, to + 1);
  }
  return reverted;
}

describe("the database against a model", () => {
  it("is a list of blocks with a copy of the state for each", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(key, value)),
        fc.array(step, { maxLength: 25, size: "max" }),
        fc.record({
          state: fc.constantFrom<Pruning>(0, 2, 5, "archive-canonical", "archive"),
          blocks: fc.constantFrom<Pruning>(1, 3, "archive-canonical", "archive"),
        }),
        async (genesisEntries, steps, pruning) => {
          const state: PlainState = {
            top: new Map(genesisEntries),
            children: new Map([["x", new Map(genesisEntries.slice(1))]]),
          };
          const store = memoryKeyValue();
          let db = await openStore(store, { pruning });
          const genesis = testGenesis(state);
          await db.initialise(genesis);
          const zero: ModelBlock = { hash: genesis.hash, number: 0, parent: undefined, state };
          const model: Model = {
            ...{ pruning, open: [], final: [zero], lost: [], best: zero },
            ...{ oldestState: 0, oldestBody: 0 },
          };
          let salt = 0;
          for (const one of steps) {
            const last = model.final[model.final.length - 1] as ModelBlock;
            const known = [last, ...model.open];
            const at = (index: number): ModelBlock => known[index % known.length] as ModelBlock;
            if (one.do === "block" || one.do === "instant") {
              const parent = at(one.parent);
              const overlay = overlayOn(db, parent.hash);
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
              if (finalized) finalizeModel(model, added);
              expect(db.body(block.hash)).toEqual(block.body);
            } else if (one.do === "finalize") {
              const target = at(one.block);
              await db.finalize(target.hash, { justification: ["TEST", utf8("proof")] });
              if (target !== last) finalizeModel(model, target);
              expect(db.justifications(target.hash)).toEqual([["TEST", utf8("proof")]]);
            } else if (one.do === "head") {
              model.best = at(one.block);
              await db.setHead(model.best.hash);
            } else if (one.do === "restart") {
              db = await openStore(store, { pruning });
              model.open.sort(asReopened);
            } else {
              expect(await db.revert(one.count)).toBe(revertModel(model, one.count));
            }
          }
          check(db, model);
          check(await openStore(store, { pruning }), model);
          expect((await verifyStore(store)).problems).toEqual([]);
          await db.close();
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);
});
