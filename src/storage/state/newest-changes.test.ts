import fc from "fast-check";
import { expect, it } from "vitest";
import type { StateKey } from "../../lib/bytes.ts";
import { type Layer, type LayerChanges, noChanges, readChanges, readLayers } from "./layers.ts";
import { createNewestChanges } from "./newest-changes.ts";

const keys = ["a", "b", "c", "d", "e", "f"];
const children = [undefined, "x", "y"];

function layerOver(parent: Layer, changes: LayerChanges): Layer {
  const depth = parent.status === "open" ? parent.depth + 1 : 1;
  const number = parent.number + 1;
  const base = { hash: `0x${number}`, trie: undefined, childTries: new Map(), merged: undefined } as const;
  return { ...base, number, status: "open", parent, changes, depth };
}

const value = fc.option(
  fc.integer({ min: 0, max: 255 }).map((byte) => Uint8Array.of(byte)),
  { nil: null },
);
const space = fc
  .array(fc.tuple(fc.constantFrom(...keys), value))
  .map((entries) => new Map<StateKey, Uint8Array | null>(entries));
const changesOf = fc.record({ top: space, x: space, y: space }).map(
  ({ top, x, y }): LayerChanges => ({
    top,
    children: new Map([
      ["x", x],
      ["y", y],
    ]),
  }),
);
/** A block over an earlier one (counted back from the newest), that a read follows; or an earlier one becomes final. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ back: fc.constantFrom(0, 0, 0, 0, 1, 2, 9), changes: changesOf }) },
  { weight: 1, arbitrary: fc.record({ final: fc.nat(4) }) },
);

it("has of a layer what looking through all layers finds, whatever came before", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const newest = createNewestChanges();
      const root = { ...layerOver({ number: -1, status: "final" } as Layer, noChanges), status: "final" } as Layer;
      let layers: Layer[] = [root];
      const below = new Map<string, Uint8Array | null>();
      let answered = 0;
      for (const one of steps) {
        if ("final" in one) {
          const path: Layer[] = [];
          for (let at: Layer | undefined = layers.at(-1 - one.final); at?.status === "open"; at = at.parent)
            path.unshift(at);
          const last = path.at(-1);
          if (last === undefined) continue;
          for (const { changes } of path) {
            for (const child of children)
              for (const key of keys) {
                const found = readChanges(changes, child, key);
                if (found !== undefined) below.set(`${child} ${key}`, found);
              }
          }
          const over = (layer: Layer): boolean => layer === last || (layer.parent !== undefined && over(layer.parent));
          for (const layer of layers) if (!path.includes(layer) && !over(layer)) layer.status = "dropped";
          newest.madeFinal(path);
          for (const layer of path) Object.assign(layer, { status: "final", parent: undefined, changes: noChanges });
          layers = layers.filter((layer) => layer === last || layer.status === "open");
          continue;
        }
        const parent = layers.at(-1 - one.back) ?? (layers[0] as Layer);
        layers.push(layerOver(parent, one.changes));
        for (const layer of [layers.at(-1), parent, layers.at(-3)]) {
          if (layer?.status !== "open") continue;
          const gathered = newest.of(layer);
          if (gathered === undefined) continue;
          answered++;
          for (const child of children)
            for (const key of keys) {
              const at = `${child} ${key}`;
              // What became final is in the state below too.
              const ours =
                readChanges(gathered, child, key) ??
                (readChanges(gathered, child, key) === null ? null : below.get(at));
              expect(ours ?? null).toEqual(
                readLayers(layer, child, key) ??
                  (readLayers(layer, child, key) === null ? null : (below.get(at) ?? null)),
              );
            }
        }
      }
      const blocks = steps.filter((one) => !("final" in one)).length;
      if (blocks > 0) expect(answered).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
