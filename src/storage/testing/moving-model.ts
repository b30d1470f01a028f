import { expect } from "vitest";
import { type Hex, type StateKey, toHex, utf8 } from "../../lib/bytes.ts";
import { headerFields } from "../blocks/header-fields.ts";
import type { Database } from "../database.ts";
import type { PruningModes } from "../pruning.ts";
import type { ParentState } from "../state/parent-state.ts";
import { rootHash } from "../trie/trie.ts";
import { overlayOn, type PlainState, plainRoot, testBlock, testGenesis } from "./blocks.ts";
import { type Block, finalizeModel, isKept, lastOf, type Model, moveModel } from "./moved-chain.ts";
import { seeded } from "./random-block.ts";
import { asReopened, type Change, changed, checkState, childIds, lineage, plainText, textOf } from "./state-model.ts";

function check(db: Database, model: Model, sample: readonly Block[]): void {
  const last = lastOf(model);
  expect(db.finalized()).toEqual({ hash: last.hash, number: last.number });
  expect(db.best()).toEqual({ hash: model.best.hash, number: model.best.number });
  expect([db.oldestState(), db.oldestBody()]).toEqual([model.oldestState, model.oldestBody]);
  expect(db.hashAt(model.best.number + 1)).toBeUndefined();
  const parents = new Set([...model.open].map(({ parent }) => parent));
  const leaves = [...model.open, last].filter((block) => !parents.has(block));
  expect(new Set(db.leaves())).toEqual(new Set(leaves.map(({ hash }) => hash)));
  const canonical = lineage(model.best);
  for (const block of [model.best, last, ...sample]) {
    expect(db.isCanonical(block.hash)).toBe(canonical[block.number] === block);
    const isFinal = model.final[block.number] === block;
    const state = db.stateAt(block.hash);
    expect(state !== undefined).toBe(isKept(model, block));
    if (state !== undefined) {
      expect(textOf(state)).toBe(block.text);
      expect(toHex(rootHash(state.trie()))).toBe(block.root);
    }
    if (isKept(model, block) || isFinal) expect(db.body(block.hash) !== undefined).toBe(block.hasBody);
  }
  for (const { hash, number } of canonical.slice(-20)) expect(db.hashAt(number)).toBe(hash);
}

interface Held {
  readonly block: Block;
  readonly state: ParentState;
}

/** Whether a state that was handed out before answers; it may be gone, and must not answer for another block. */
function stillRight({ block, state }: Held): boolean {
  let text: string;
  let root: Hex;
  try {
    text = textOf(state);
    root = toHex(rootHash(state.trie()));
  } catch (error) {
    expect(error).toMatchObject({ problem: "gone" });
    return false;
  }
  expect(text).toBe(block.text);
  expect(root).toBe(block.root);
  return true;
}

/** What a block changed, and some keys that it set to what they were. */
function changesOf(block: Block): Change[] {
  const changes: Change[] = [];
  for (const id of [undefined, ...childIds]) {
    const of = (state: PlainState) => (id === undefined ? state.top : state.children.get(id)) ?? new Map();
    const before: ReadonlyMap<StateKey, Uint8Array> = of((block.parent as Block).state);
    const after: ReadonlyMap<StateKey, Uint8Array> = of(block.state);
    for (const key of before.keys()) if (!after.has(key)) changes.push([id, key, undefined]);
    for (const [key, value] of after) if (before.get(key) !== value) changes.push([id, key, value]);
  }
  return changes;
}

/**
 * Moves a chain about at random and holds it against the model after each operation.
 * @param reopen closes the database and opens it again, after checking what is stored if `verify` says so.
 * @returns how many operations there were of each kind.
 */
export async function moveAbout(
  operations: number,
  seed: number,
  pruning: PruningModes,
  reopen: (db: Database | undefined, verify: boolean) => Promise<Database>,
): Promise<Record<string, number>> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const value = (): Uint8Array => new Uint8Array(pick([1, 3, 32, 33, 40])).fill(random(256));
  const key = (): StateKey => Array.from({ length: random(4) }, () => pick(["\x00", "\x01", "\x10", "\xff"])).join("");
  const randomChanges = (): Change[] =>
    Array.from({ length: random(9) }, () => [
      pick([undefined, undefined, undefined, ...childIds]),
      key(),
      random(3) === 0 ? undefined : value(),
    ]);
  const state: PlainState = {
    top: new Map([["\x01", value()]]),
    children: new Map([["x", new Map([["a", value()]])]]),
  };
  let db = await reopen(undefined, false);
  const genesis = testGenesis(state);
  await db.initialise(genesis);
  const flags = { left: false, lost: false, hasBody: true };
  const zero: Block = {
    hash: genesis.hash,
    number: 0,
    parent: undefined,
    state,
    salt: 0,
    text: plainText(state),
    root: toHex(plainRoot(state)),
    ...flags,
  };
  const model: Model = {
    pruning,
    all: [zero],
    open: new Set(),
    final: [zero],
    best: zero,
    oldestState: 0,
    oldestBody: 0,
  };
  const done: Record<string, number> = {};
  const count = (name: string): void => {
    done[name] = (done[name] ?? 0) + 1;
  };

  const commit = async (parent: Block, changes: readonly Change[], salt: number): Promise<void> => {
    const overlay = overlayOn(db, parent.hash);
    for (const [id, k, v] of changes) {
      const space = id === undefined ? overlay : overlay.child(id);
      v === undefined ? space.delete(k) : space.put(k, v);
    }
    const finalized = random(4) === 0;
    const best = finalized || random(2) === 0;
    const block = testBlock(parent, overlay, { best, finalized, salt });
    const known = model.all.find(({ hash }) => hash === block.hash);
    if (known !== undefined && model.open.has(known)) return;
    count(known === undefined ? "commit" : "commit again");
    await db.commitBlock(block);
    const number = parent.number + 1;
    const after = changed(parent.state, changes);
    const made = known ?? {
      ...{ hash: block.hash, number, parent, state: after, salt, ...flags },
      ...{ text: plainText(after), root: toHex(headerFields(block.header).stateRoot) },
    };
    made.hasBody = true;
    if (known === undefined) model.all.push(made);
    model.open.add(made);
    if (best) model.best = made;
    if (finalized) finalizeModel(model, made);
  };

  let held: Held[] = [];
  for (let operation = 0; operation < operations; operation++) {
    const near = model.all.slice(-60);
    const kind = random(100);
    if (kind < 45) {
      await commit(pick([lastOf(model), model.best, model.best, ...model.open]), randomChanges(), random(256));
    } else if (kind < 50) {
      const last = lastOf(model);
      const again = model.all.filter(
        ({ parent, left }) => left && (parent === last || model.open.has(parent as Block)),
      );
      if (again.length > 0) {
        const block = pick(again);
        await commit(block.parent as Block, changesOf(block), block.salt);
      }
    } else if (kind < 60) {
      const target = pick([lastOf(model), ...model.open]);
      await db.finalize(target.hash, { justification: ["TEST", utf8("proof")] });
      count("finalize");
      finalizeModel(model, target);
    } else if (kind < 63) {
      model.best = pick([lastOf(model), ...model.open].filter((block) => lineage(block).includes(lastOf(model))));
      await db.setHead(model.best.hash);
    } else if (kind < 95) {
      const target = pick(random(4) === 0 ? model.all : near);
      const extra = new Map([["moves", utf8(`${operation}`)]]);
      if (isKept(model, target)) {
        const expected = moveModel(model, target);
        count(expected.enacted.length > 0 ? (expected.retracted.length > 0 ? "aside" : "forward") : "back");
        expect(await db.moveTo(target.hash, extra)).toEqual(expected);
        expect(db.getExtra("moves")).toEqual(utf8(`${operation}`));
      } else {
        count("refused");
        await expect(db.moveTo(target.hash, extra)).rejects.toMatchObject({ problem: "gone" });
      }
    } else if (kind < 97) {
      db = await reopen(db, random(8) === 0);
      model.open = new Set([...model.open].sort(asReopened));
      held = [];
    }
    const sample = [pick(near), pick(near), pick(model.all)];
    try {
      check(db, model, sample);
      if (operation % 100 === 0) {
        check(db, model, near);
        checkState(db, model.best);
        for (const block of sample) if (isKept(model, block)) checkState(db, block);
      }
      held = held.filter((one) => stillRight(one));
      const one = pick(near);
      const state = db.stateAt(one.hash);
      if (state !== undefined) held.push({ block: one, state });
      if (held.length > 5) held.shift();
    } catch (error) {
      throw new Error(`seed ${seed}, operation ${operation} (${kind})`, { cause: error });
    }
  }
  db = await reopen(db, true);
  check(db, model, model.all);
  await db.close();
  return done;
}
