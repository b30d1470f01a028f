import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { StorageError } from "../errors.ts";
import { faultyKeyValue } from "../testing/faulty-key-value.ts";
import { type KeyValue, memoryKeyValue } from "./key-value.ts";
import { levelKeyValue } from "./level-key-value.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-kv-"));
let directories = 0;
const freshPath = (): string => join(root, String(directories++));
afterAll(() => rmSync(root, { recursive: true }));

const versions: readonly (readonly [string, () => Promise<KeyValue>])[] = [
  ["memory", async () => memoryKeyValue()],
  ["level", () => levelKeyValue(freshPath())],
  ["faulty", async () => faultyKeyValue()],
];

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const put = (entries: readonly (readonly [string, Uint8Array | undefined])[]) => new Map(entries);

async function all(store: KeyValue, from = "", to?: string): Promise<[string, number[]][]> {
  const found: [string, number[]][] = [];
  for await (const [key, value] of store.iterate(from, to)) found.push([key, [...value]]);
  return found;
}

describe.each(versions)("key-value store: %s", (_name, open) => {
  it("writes, removes and reads", async () => {
    const store = await open();
    await store.write(
      put([
        ["a", bytes(1)],
        ["b", bytes()],
      ]),
      { sync: true },
    );
    expect(store.getSync("a")).toEqual(bytes(1));
    expect(store.getSync("b")).toEqual(bytes());
    expect(store.getSync("c")).toBeUndefined();
    await store.write(
      put([
        ["a", undefined],
        ["c", bytes(3)],
      ]),
      { sync: false },
    );
    expect(store.getSync("a")).toBeUndefined();
    expect(store.getSync("c")).toEqual(bytes(3));
    await store.close();
  });

  it("shows a write from the moment it is called, in the order of the calls", async () => {
    const store = await open();
    const first = store.write(
      put([
        ["a", bytes(1)],
        ["b", bytes(1)],
      ]),
      { sync: true },
    );
    const second = store.write(
      put([
        ["a", undefined],
        ["b", bytes(2)],
      ]),
      { sync: true },
    );
    expect(store.getSync("a")).toBeUndefined();
    expect(store.getSync("b")).toEqual(bytes(2));
    await Promise.all([first, second]);
    expect(store.getSync("a")).toBeUndefined();
    expect(store.getSync("b")).toEqual(bytes(2));
    await store.close();
  });

  it("gives plain byte arrays", async () => {
    const store = await open();
    await store.write(put([["a", bytes(1, 2)]]), { sync: true });
    expect(Buffer.isBuffer(store.getSync("a"))).toBe(false);
    await store.close();
  });

  it("iterates a range in byte order", async () => {
    const store = await open();
    const keys = ["\xff\x00", "\x80", "a", "", "\x00\x00", "\x00", "ab"];
    void store.write(put(keys.filter((key) => key !== "").map((key) => [key, bytes(key.length)])), { sync: false });
    expect((await all(store)).map(([key]) => key)).toEqual(["\x00", "\x00\x00", "a", "ab", "\x80", "\xff\x00"]);
    expect((await all(store, "\x00\x00", "\x80")).map(([key]) => key)).toEqual(["\x00\x00", "a", "ab"]);
    await store.close();
  });

  it("is a map, whatever is written", async () => {
    const store = await open();
    const model = new Map<string, Uint8Array>();
    const key = fc
      .uint8Array({ minLength: 1, maxLength: 2 })
      .map((k) => String.fromCharCode(...k.map((b) => b & 0x83)));
    const changes = fc.array(fc.tuple(key, fc.option(fc.uint8Array({ maxLength: 4 }), { nil: undefined })));
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (entries, sync) => {
        const batch = put(entries);
        await store.write(batch, { sync });
        for (const [k, v] of batch) v === undefined ? model.delete(k) : model.set(k, v);
        const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, [...v]]);
        expect(await all(store)).toEqual(sorted);
        for (const [k, v] of model) expect(store.getSync(k)).toEqual(v);
      }),
      { numRuns: 50 },
    );
    await store.close();
  });
});

describe("LevelDB", () => {
  it("keeps what it holds", async () => {
    const path = freshPath();
    const first = await levelKeyValue(path);
    void first.write(put([["a", bytes(1)]]), { sync: false });
    await first.close();
    const second = await levelKeyValue(path);
    expect(second.getSync("a")).toEqual(bytes(1));
    await second.close();
  });

  it("says that another process uses the directory", async () => {
    const path = freshPath();
    const first = await levelKeyValue(path);
    await expect(levelKeyValue(path)).rejects.toMatchObject({ name: "StorageError", problem: "locked" });
    await first.close();
  });

  it("says that a path cannot be a database", async () => {
    const path = freshPath();
    writeFileSync(path, "a file");
    const error = await levelKeyValue(path).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StorageError);
    expect((error as StorageError).message.split("\n")).toHaveLength(1);
    expect((error as StorageError).message).toContain(path);
  });
});

describe("a store that loses power", () => {
  it("keeps what was synced, and whole writes of the rest up to the cut", async () => {
    for (const [cut, expected] of [
      [0, ["a"]],
      [0.4, ["a"]],
      [0.9, ["a", "b"]],
      [1, ["a", "b", "c"]],
    ] as const) {
      const store = faultyKeyValue();
      await store.write(put([["a", bytes(1)]]), { sync: true });
      await store.write(put([["b", bytes(2)]]), { sync: false });
      await store.write(put([["c", bytes(3)]]), { sync: false });
      const after = store.crash(cut);
      expect((await all(after)).map(([key]) => key)).toEqual(expected);
      await expect(store.write(put([["d", bytes(1)]]), { sync: true })).rejects.toBeInstanceOf(StorageError);
    }
  });

  it("may lose a synced write that was not awaited", async () => {
    const store = faultyKeyValue();
    const write = store.write(put([["a", bytes(1)]]), { sync: true });
    expect(store.crash(0).getSync("a")).toBeUndefined();
    await expect(write).rejects.toThrow("lost power");
  });
});
