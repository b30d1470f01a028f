import { expect, it } from "vitest";
import { RecordError, StorageError } from "../errors.ts";
import { faultyKeyValue } from "../testing/faulty-key-value.ts";
import { guardKeyValue } from "./guarded-key-value.ts";
import { memoryKeyValue } from "./key-value.ts";

const one = new Map([["a", Uint8Array.of(1)]]);

it("tells of a failed write once, and refuses every further one with the same error", async () => {
  const store = faultyKeyValue();
  const told: StorageError[] = [];
  const guarded = guardKeyValue(store, (error) => told.push(error));
  await guarded.write(one, { sync: true });
  store.fill();
  await expect(guarded.write(one, { sync: true })).rejects.toMatchObject({ problem: "full" });
  await expect(guarded.write(one, { sync: true })).rejects.toBe(told[0]);
  expect(told).toHaveLength(1);
  expect(guarded.getSync("a")).toEqual(Uint8Array.of(1));
});

it("tells of a failed read, and writes nothing after it", async () => {
  const store = memoryKeyValue();
  const told: StorageError[] = [];
  const failed = new StorageError("failed", "the disk fails");
  let broken = false;
  const guarded = guardKeyValue(
    {
      ...store,
      getSync: (key) => {
        if (broken) throw failed;
        return store.getSync(key);
      },
      iterate: async function* () {
        yield* [];
        throw failed;
      },
    },
    (error) => told.push(error),
  );
  expect(guarded.getSync("a")).toBeUndefined();
  broken = true;
  expect(() => guarded.getSync("a")).toThrow(failed);
  await expect(guarded.iterate("", undefined)[Symbol.asyncIterator]().next()).rejects.toBe(failed);
  await expect(guarded.write(one, { sync: false })).rejects.toBe(failed);
  expect(told).toEqual([failed]);
});

it("makes a record that does not read a damage, with its name; other errors pass", async () => {
  const told: StorageError[] = [];
  const guarded = guardKeyValue(memoryKeyValue(), (error) => told.push(error));
  expect(guarded.decode("the record", () => 5)).toBe(5);
  expect(() =>
    guarded.decode("the record", () => {
      throw new TypeError("a defect");
    }),
  ).toThrow(TypeError);
  expect(told).toEqual([]);
  expect(() =>
    guarded.decode("the record", () => {
      throw new RecordError("too short");
    }),
  ).toThrow(/^the record cannot be read: .*subtensor verify/);
  expect(told).toMatchObject([{ problem: "damaged" }]);
  await expect(guarded.write(one, { sync: true })).rejects.toBe(told[0]);
});
