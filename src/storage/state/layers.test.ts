import { expect, it } from "vitest";
import type { Hex, StateKey } from "../../lib/bytes.ts";
import { type Layer, noChanges, readLayers } from "./layers.ts";

const layerOn = (parent: Layer | undefined, top: ReadonlyMap<StateKey, Uint8Array | null>): Layer => ({
  hash: `0x${(parent?.number ?? 0) + 1}` as Hex,
  number: (parent?.number ?? 0) + 1,
  status: parent === undefined ? "final" : "open",
  parent,
  changes: { top, children: new Map([["child", top]]) },
  trie: undefined,
  childTries: new Map(),
  depth: parent === undefined ? 0 : parent.depth + 1,
  merged: undefined,
});

it("reads a long chain of layers as each block changed it, in few steps", () => {
  const base = layerOn(undefined, noChanges.top);
  const layers: Layer[] = [base];
  for (let depth = 1; depth <= 5000; depth++) {
    const changes = new Map<StateKey, Uint8Array | null>([[`own ${depth}`, Uint8Array.of(depth & 255)]]);
    changes.set(`of a few ${depth % 100}`, depth % 7 === 0 ? null : Uint8Array.of(depth & 255));
    layers.push(layerOn(layers.at(-1), changes));
  }
  for (const at of [1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 5000]) {
    const layer = layers[at] as Layer;
    for (const own of [1, 2, 100, 255, 256, 300, 4096, 5000]) {
      const expected = own <= at ? Uint8Array.of(own & 255) : undefined;
      expect(readLayers(layer, undefined, `own ${own}`), `own ${own} at ${at}`).toEqual(expected);
      expect(readLayers(layer, "child", `own ${own}`)).toEqual(expected);
    }
    for (let few = 0; few < 100; few++) {
      const last = at - ((at - few + 100) % 100);
      const expected = last < 1 ? undefined : last % 7 === 0 ? null : Uint8Array.of(last & 255);
      expect(readLayers(layer, undefined, `of a few ${few}`), `few ${few} at ${at}`).toEqual(expected);
    }
  }
  // So many steps a key takes that no layer changed.
  let steps = 0;
  for (let at: Layer | undefined = layers[5000]; at?.status === "open"; at = at.merged?.next ?? at.parent) steps++;
  expect(steps).toBeLessThan(45);
});
