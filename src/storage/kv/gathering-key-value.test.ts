import { expect, it } from "vitest";
import { gatheringKeyValue } from "./gathering-key-value.ts";
import { guardKeyValue } from "./guarded-key-value.ts";
import { type KeyValue, memoryKeyValue, type StoreChanges } from "./key-value.ts";

/** A store that notes its writes. */
function noted(): { readonly store: KeyValue; readonly writes: StoreChanges[] } {
  const writes: StoreChanges[] = [];
  const memory = memoryKeyValue();
  const write: KeyValue["write"] = (changes, options) => {
    writes.push(new Map(changes));
    return memory.write(changes, options);
  };
  return { store: { ...memory, write }, writes };
}
const one = Uint8Array.of(1);
const two = Uint8Array.of(2);

it("makes writes that were gathered one, and shows them all the while", async () => {
  const { store, writes } = noted();
  const gathering = gatheringKeyValue(guardKeyValue(store, () => {}));
  await gathering.write(new Map([["a", one]]), { sync: true });
  await gathering.gather(async () => {
    await gathering.write(new Map([["b", one]]), { sync: true });
    await gathering.write(
      new Map([
        ["b", two],
        ["a", undefined],
      ]),
      { sync: true },
    );
    expect([gathering.getSync("a"), gathering.getSync("b")]).toEqual([undefined, two]);
    expect(writes).toHaveLength(1);
  });
  expect(writes.slice(1)).toEqual([
    new Map([
      ["b", two],
      ["a", undefined],
    ]),
  ]);
  expect([gathering.getSync("a"), gathering.getSync("b")]).toEqual([undefined, two]);
});

it("writes what was gathered when the work fails, and tells of the failure", async () => {
  const { store, writes } = noted();
  const gathering = gatheringKeyValue(guardKeyValue(store, () => {}));
  const work = gathering.gather(async () => {
    await gathering.write(new Map([["a", one]]), { sync: true });
    throw new Error("in the middle");
  });
  await expect(work).rejects.toThrow("in the middle");
  expect(writes).toEqual([new Map([["a", one]])]);
  await gathering.gather(async () => {});
  expect(writes).toHaveLength(1);
});

it("takes one work at a time", async () => {
  const gathering = gatheringKeyValue(guardKeyValue(memoryKeyValue(), () => {}));
  await expect(gathering.gather(() => gathering.gather(async () => {}))).rejects.toThrow("already");
});

it("never makes a value that another write came upon", async () => {
  const { store, writes } = noted();
  const gathering = gatheringKeyValue(guardKeyValue(store, () => {}));
  const made: string[] = [];
  const late = (name: string) => () => {
    made.push(name);
    return two;
  };
  await gathering.gather(async () => {
    await gathering.write(new Map([["a", late("first")]]), { sync: true });
    await gathering.write(new Map([["b", late("b")]]), { sync: true });
    await gathering.write(new Map([["a", undefined]]), { sync: true });
    expect(made).toEqual([]);
    expect([gathering.getSync("a"), gathering.getSync("b")]).toEqual([undefined, two]);
  });
  expect(writes).toHaveLength(1);
  expect([gathering.getSync("a"), gathering.getSync("b")]).toEqual([undefined, two]);
  expect(made).not.toContain("first");
});
