import { describe, expect, it } from "vitest";
import { type Hex, type StateKey, utf8 } from "../lib/bytes.ts";
import { StorageError } from "./errors.ts";
import { memoryKeyValue } from "./kv/key-value.ts";
import { prefixes } from "./layout.ts";
import { openStore } from "./open-database.ts";
import { memoryState } from "./state/memory-state.ts";
import { overlayOn, type PlainState, plainRoot, testBlock, testGenesis } from "./testing/blocks.ts";
import { readFromProof } from "./trie/proof.ts";
import { verifyStore } from "./verify/verify-database.ts";

describe("database", () => {
  it("answers for any of many blocks, across segments of the history", async () => {
    const state: PlainState = { top: new Map([["never", utf8("same")]]), children: new Map() };
    const store = memoryKeyValue();
    let db = await openStore(store, { pruning: { state: 2000 } });
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
      const overlay = overlayOn(db, parent.hash);
      for (const k of keys.slice(0, -1)) {
        const v = valueAt(k, number);
        v === undefined ? overlay.delete(k) : overlay.put(k, utf8(v));
      }
      const block = testBlock(parent, overlay, { best: true, finalized: true });
      await db.commitBlock(block);
      blocks.push({ hash: block.hash, number });
      if (number % 333 === 0) db = await openStore(store, { pruning: { state: 2000 } });
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
    expect((await verifyStore(store)).problems).toEqual([]);
    // A shorter history is caught up with little by little.
    db = await openStore(store, { pruning: { state: 21 } });
    for (let count = 0; count < 40; count++) {
      const parent = db.best();
      const overlay = overlayOn(db, parent.hash);
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
      const overlay = overlayOn(db, genesis.hash);
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
    // The header stays, as in the original.
    expect(db.numberOf(a)).toBe(1);
    expect(db.body(a)).toBeUndefined();
    expect(db.children(db.genesisHash as Hex)).toEqual([b]);
  });

  it("reads through a long chain that does not become final", async () => {
    const db = await openStore(memoryKeyValue());
    await db.initialise(testGenesis({ top: new Map([["base", utf8("b")]]), children: new Map() }));
    const reference = memoryState([["base", utf8("b")]]);
    for (let number = 1; number <= 100; number++) {
      const overlay = overlayOn(db, db.best().hash);
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
      const overlay = overlayOn(db, db.best().hash);
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
    const overlay = overlayOn(db, db.best().hash);
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
