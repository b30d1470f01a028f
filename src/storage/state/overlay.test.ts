import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StateKey, toHex, utf8 } from "../../lib/bytes.ts";
import { rootFromEntries } from "../trie/update.ts";
import { memoryState } from "./memory-state.ts";
import { childRootPrefix } from "./parent-state.ts";

const key = fc
  .array(fc.constantFrom(0x00, 0x01, 0x10, 0x1f, 0xff), { maxLength: 3 })
  .map((c) => String.fromCharCode(...c));
const value = fc.oneof(fc.uint8Array({ maxLength: 2 }), fc.uint8Array({ minLength: 33, maxLength: 34 }));
const child = fc.constantFrom<StateKey | undefined>(undefined, undefined, "x", "yy");
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("put" as const), child, key, value }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete" as const), child, key }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("begin" as const, "commit" as const, "rollback" as const) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("root" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("walk" as const), child, key }) },
);

/** The whole state as plain maps: what an overlay must look like. */
interface Model {
  readonly top: Map<StateKey, Uint8Array>;
  readonly children: Map<StateKey, Map<StateKey, Uint8Array>>;
}
const copy = (model: Model): Model => ({
  top: new Map(model.top),
  children: new Map([...model.children].map(([id, own]) => [id, new Map(own)])),
});
function space(model: Model, id: StateKey | undefined): Map<StateKey, Uint8Array> {
  if (id === undefined) return model.top;
  const found = model.children.get(id) ?? new Map<StateKey, Uint8Array>();
  model.children.set(id, found);
  return found;
}
function modelRoot(model: Model): string {
  const all = new Map(model.top);
  for (const [id, own] of model.children) if (own.size > 0) all.set(childRootPrefix + id, rootFromEntries(own, 1));
  return toHex(rootFromEntries(all, 1));
}
function difference(before: Map<StateKey, Uint8Array>, after: Map<StateKey, Uint8Array>) {
  const changes = new Map<StateKey, Uint8Array | undefined>();
  for (const k of before.keys()) if (!after.has(k)) changes.set(k, undefined);
  for (const [k, v] of after)
    if (toHex(before.get(k) ?? utf8("none")) !== toHex(v) || !before.has(k)) changes.set(k, v);
  return changes;
}

describe("overlay", () => {
  it("is a copied map, with transactions as copies of it", () => {
    const blocks = fc.array(fc.array(step, { maxLength: 40, size: "max" }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), fc.array(fc.tuple(key, value)), blocks, (top, inChild, all) => {
        const state = memoryState(top, [["x", inChild]]);
        let model: Model = { top: new Map(top), children: new Map([["x", new Map(inChild)]]) };
        expect(toHex(state.root())).toBe(modelRoot(model));
        for (const block of all) {
          const before = copy(model);
          const overlay = state.overlay();
          const saved: Model[] = [];
          for (const one of block) {
            if (one.do === "begin") {
              overlay.begin();
              saved.push(copy(model));
            } else if (one.do === "commit" && saved.length > 0) {
              overlay.commit();
              saved.pop();
            } else if (one.do === "rollback" && saved.length > 0) {
              overlay.rollback();
              model = saved.pop() as Model;
            } else if (one.do === "root") {
              expect(toHex(overlay.root())).toBe(modelRoot(model));
            } else if (one.do === "put" || one.do === "delete" || one.do === "walk") {
              const view = one.child === undefined ? overlay : overlay.child(one.child);
              const expected = space(model, one.child);
              if (one.do === "put") {
                view.put(one.key, one.value);
                expected.set(one.key, one.value);
              } else if (one.do === "delete") {
                view.delete(one.key);
                expected.delete(one.key);
              } else {
                const after = [...expected.keys()].sort().filter((k) => k > one.key && !k.startsWith(childRootPrefix));
                const walked: StateKey[] = [];
                for (let k = view.nextKey(one.key); k !== undefined; k = view.nextKey(k)) {
                  if (!k.startsWith(childRootPrefix)) walked.push(k);
                }
                expect(walked).toEqual(after);
                expect(view.get(one.key)).toEqual(expected.get(one.key));
              }
            }
          }
          while (saved.pop() !== undefined) overlay.commit();
          expect(overlay.changes()).toEqual(difference(before.top, model.top));
          for (const id of ["x", "yy"]) {
            const own = difference(space(before, id), space(model, id));
            expect(overlay.childChanges().get(id) ?? new Map()).toEqual(own);
          }
          state.commit(overlay);
          expect(toHex(state.root())).toBe(modelRoot(model));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("refuses to close a transaction that is not open", () => {
    const overlay = memoryState([]).overlay();
    expect(() => overlay.commit()).toThrow("no transaction");
    expect(() => overlay.rollback()).toThrow("no transaction");
  });

  it("does not show the root of a child trie before its block is done", () => {
    const state = memoryState([]);
    const overlay = state.overlay();
    overlay.child("x").put("k", utf8("v"));
    overlay.root();
    expect(overlay.get(`${childRootPrefix}x`)).toBeUndefined();
    expect(overlay.changes().size).toBe(0);
    state.commit(overlay);
    expect(state.get(`${childRootPrefix}x`)).toEqual(rootFromEntries([["k", utf8("v")]], 1));
    const next = state.overlay();
    next.child("x").delete("k");
    state.commit(next);
    expect(state.get(`${childRootPrefix}x`)).toBeUndefined();
    expect(state.childIds()).toEqual([]);
  });
});
