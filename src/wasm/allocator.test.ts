import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocatorModule, buildAllocator, moduleFile, programFile } from "../../scripts/allocator.ts";
import { createAllocator } from "./allocator.ts";

const page = 65536;

function allocatorOver(pages: number, most: number, heapBase: number) {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: most });
  const allocator = createAllocator(memory);
  allocator.start(heapBase, most);
  const word = (at: number): bigint => new DataView(memory.buffer).getBigUint64(at, true);
  const setWord = (at: number, value: bigint): void => new DataView(memory.buffer).setBigUint64(at, value, true);
  return { memory, allocator, word, setWord };
}

/** What the allocator does by its definition: orders of 8 << n bytes, last in first out. */
function model(heapBase: number) {
  let end = Math.ceil(heapBase / 8) * 8;
  const free: number[][] = Array.from({ length: 23 }, () => []);
  const held = new Map<number, number>();
  const orderOf = (size: number): number => Math.max(0, Math.ceil(Math.log2(Math.max(size, 1))) - 3);
  return {
    allocate: (size: number): number => {
      const order = orderOf(size);
      const reused = free[order]?.pop();
      const pointer = reused ?? end + 8;
      if (reused === undefined) end += (8 << order) + 8;
      held.set(pointer, order);
      return pointer;
    },
    free: (pointer: number): void => {
      const order = held.get(pointer) as number;
      held.delete(pointer);
      free[order]?.push(pointer);
    },
    held,
    get end() {
      return end;
    },
  };
}

it("is compiled from the sources that lie here", async () => {
  const bytes = await buildAllocator();
  expect(Buffer.from(bytes).equals(readFileSync(programFile))).toBe(true);
  expect(readFileSync(moduleFile, "utf8")).toBe(allocatorModule(bytes));
});

describe("the programs' allocator", () => {
  it("gives the addresses that its definition gives, over any sequence", () => {
    const step = fc.oneof(
      fc.record({ size: fc.oneof(fc.nat(64), fc.nat(5000), fc.nat(200_000)) }),
      fc.record({ free: fc.nat(1000) }),
    );
    fc.assert(
      fc.property(fc.nat(100_000), fc.array(step, { maxLength: 60 }), (heapBase, steps) => {
        const { allocator } = allocatorOver(2, 2000, heapBase);
        const expected = model(heapBase);
        for (const one of steps) {
          if ("size" in one) expect(allocator.allocate(one.size)).toBe(expected.allocate(one.size));
          else if (expected.held.size > 0) {
            const pointer = [...expected.held.keys()][one.free % expected.held.size] as number;
            allocator.free(pointer);
            expected.free(pointer);
          }
        }
        expect(allocator.top()).toBe(expected.end);
      }),
      { numRuns: 60 },
    );
  });

  it("has a header of eight bytes before each allocation, in the program's own memory", () => {
    const { allocator, word } = allocatorOver(1, 10, 13);
    const first = allocator.allocate(9);
    const second = allocator.allocate(16);
    expect([first, second]).toEqual([24, 48]);
    expect(word(first - 8)).toBe(0x1_0000_0001n);
    allocator.free(first);
    expect(word(first - 8)).toBe(0xffff_ffffn);
    allocator.free(second);
    expect(word(second - 8)).toBe(BigInt(first - 8));
  });

  it("lets the memory double, or grow to what is wanted, and not beyond its most pages", () => {
    const { allocator, memory } = allocatorOver(2, 7, 0);
    allocator.allocate(2 * page - 100);
    expect(memory.buffer.byteLength).toBe(4 * page);
    allocator.allocate(page);
    expect(memory.buffer.byteLength).toBe(4 * page);
    allocator.allocate(page);
    expect(memory.buffer.byteLength).toBe(7 * page);
    for (let count = 0; count < 2; count++) allocator.allocate(page);
    expect(() => allocator.allocate(page)).toThrow("Allocator ran out of space");
  });

  it("refuses more than 32 MiB at once", () => {
    const { allocator } = allocatorOver(1, 1200, 0);
    expect(allocator.allocate(32 * 1024 * 1024)).toBe(8);
    expect(() => allocator.allocate(32 * 1024 * 1024 + 1)).toThrow("Requested allocation size is too large");
    expect(() => allocator.allocate(-1)).toThrow("Requested allocation size is too large");
  });

  it("refuses to free what it did not allocate", () => {
    const { allocator, setWord } = allocatorOver(1, 1, 64);
    const pointer = allocator.allocate(8);
    for (const bad of [0, 7, 64, page, page + 8, -8]) expect(() => allocator.free(bad)).toThrow("Invalid pointer");
    allocator.free(pointer);
    expect(() => allocator.free(pointer)).toThrow("Invalid pointer");
    setWord(80, 0x1_0000_0017n);
    expect(() => allocator.free(88)).toThrow("Invalid pointer");
    setWord(80, 0x1_0000_0003n);
    expect(() => allocator.free(88)).toThrow("Invalid pointer");
  });

  it("sees that a free list was overwritten", () => {
    const { allocator, setWord } = allocatorOver(1, 1, 64);
    const pointer = allocator.allocate(8);
    allocator.free(pointer);
    setWord(pointer - 8, 0x1_0000_0000n);
    expect(() => allocator.allocate(8)).toThrow("free list points to a occupied header");
    allocator.start(64, 1);
    allocator.free(allocator.allocate(8));
    setWord(64, 0xfff8n);
    expect(allocator.allocate(8)).toBe(72);
    expect(() => allocator.allocate(8)).toThrow("free list");
  });
});
