import fc from "fast-check";
import { expect, it } from "vitest";
import { contentOutsideHeap } from "./disk-content.ts";

it("holds the same as a map", () => {
  const key = fc.constantFrom("a", "b", "\x00\xff", "ÿ");
  const value = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 30 }), (steps) => {
      const first = [["a", Uint8Array.of(1)]] as const;
      const [content, map] = [contentOutsideHeap(first), new Map<string, Uint8Array>(first)];
      for (const [at, bytes] of steps) {
        for (const one of [content, map]) {
          if (bytes === undefined) one.delete(at);
          else one.set(at, bytes);
        }
        expect(content.get(at)).toEqual(map.get(at));
      }
      const inOrder = (all: Iterable<readonly [string, Uint8Array]>) => [...all].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(inOrder(content)).toEqual(inOrder(map));
    }),
    { numRuns: 50 },
  );
});
