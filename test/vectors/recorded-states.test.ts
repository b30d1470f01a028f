import { describe, expect, it } from "vitest";
import { fromHex, type Hex, hexToKey, type StateKey, toHex } from "../../src/lib/bytes.ts";
import { genesisOf } from "../../src/replay/genesis.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import type { Database } from "../../src/storage/database.ts";
import { type KeyValue, memoryKeyValue } from "../../src/storage/kv/key-value.ts";
import { openStore } from "../../src/storage/open-database.ts";
import { verifyStore } from "../../src/storage/verify/verify-database.ts";
import { recordingJson } from "../support/recordings.ts";

interface Block {
  readonly number: number;
  readonly hash: Hex;
  readonly header: Hex;
  readonly state_root: Hex;
  readonly extrinsics: readonly Hex[];
  readonly changes: Readonly<Record<Hex, Hex | null>>;
  readonly child_changes?: readonly (readonly [Hex, Hex, Hex | null])[];
}

/** The recorded changes alone, without a runtime: do roots, restarts and old states come out as recorded? */
describe("recorded states, stored and read again", () => {
  for (const name of ["random-106", "r-ink", "t-pruning", "a-transfers"]) {
    it(name, { timeout: 120_000 }, async () => {
      const { blocks } = recordingJson("chains", `${name}.json.gz`) as { readonly blocks: readonly Block[] };
      const genesis = genesisOf("localnet", createRuntime(production));
      const store: KeyValue = memoryKeyValue();
      let db: Database = await openStore(store, { pruning: { state: 40 } });
      await db.initialise({ hash: genesis.hash, header: genesis.header, entries: genesis.state.entries() });
      const top = new Map<StateKey, string>([...genesis.state.entries()].map(([k, v]) => [k, toHex(v)]));
      const copies: ReadonlyMap<StateKey, string>[] = [new Map(top)];
      for (const block of blocks) {
        const overlay = db.overlayAt(db.best().hash);
        if (overlay === undefined) throw new Error("no state to build on");
        for (const [hex, value] of Object.entries(block.changes)) {
          const key = hexToKey(hex);
          if (value === null) overlay.delete(key);
          else overlay.put(key, fromHex(value));
          if (value === null) top.delete(key);
          else top.set(key, value);
        }
        for (const [id, key, value] of block.child_changes ?? []) {
          const child = overlay.child(hexToKey(id));
          if (value === null) child.delete(hexToKey(key));
          else child.put(hexToKey(key), fromHex(value));
        }
        expect(toHex(overlay.root()), `block ${block.number}`).toBe(block.state_root);
        expect(overlay.changes().size).toBe(Object.keys(block.changes).length);
        const { hash } = block;
        const body = block.extrinsics.map(fromHex);
        await db.commitBlock({ hash, header: fromHex(block.header), body, overlay, best: true });
        copies.push(new Map(top));
        if (block.number % 3 === 0) await db.finalize(db.hashAt(block.number - 1) as Hex);
        if (block.number % 17 === 0) db = await openStore(store, { pruning: { state: 40 } });
      }
      expect((await verifyStore(store)).problems).toEqual([]);
      for (let number = db.oldestState(); number <= db.best().number; number += 3) {
        const state = db.stateAt(db.hashAt(number) as Hex);
        const copy = copies[number] as ReadonlyMap<StateKey, string>;
        for (const key of top.keys())
          expect(state?.get(key)?.length).toBe(copy.has(key) ? fromHex(copy.get(key) as Hex).length : undefined);
        let walked = 0;
        for (let key = state?.nextKey(""); key !== undefined; key = state?.nextKey(key)) {
          if (key.startsWith(":child_storage:")) continue;
          expect(toHex(state?.get(key) as Uint8Array)).toBe(copy.get(key));
          walked++;
        }
        expect(walked).toBe(copy.size);
      }
    });
  }
});
