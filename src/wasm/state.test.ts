import { describe, expect, it } from "vitest";
import { encode } from "../codec/codec.ts";
import { vec } from "../codec/containers.ts";
import { u16 } from "../codec/primitives.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { createCallState } from "./state.ts";

const value = Uint8Array.of(1);
const two = Uint8Array.of(2);

function open(
  entries: readonly (readonly [string, Uint8Array])[] = [],
  children: [string, Map<string, Uint8Array>][] = [],
) {
  const overlay = memoryState(entries, children).overlay();
  const warnings: string[] = [];
  return { overlay, warnings, state: createCallState(overlay, (text) => warnings.push(text)) };
}

describe("transactions of a call", () => {
  it("are undone at its end where the program left them open", () => {
    const { overlay, state } = open();
    state.put("a", value);
    state.begin();
    state.put("b", value);
    state.begin();
    state.put("c", value);
    state.commit();
    state.end();
    expect([...overlay.changes().keys()]).toEqual(["a"]);
  });

  it("cannot be closed where the call has opened none, though the caller has", () => {
    const { overlay, state } = open();
    overlay.begin();
    state.put("a", value);
    expect(() => state.rollback()).toThrow("no open transaction");
    expect(() => state.commit()).toThrow("no open transaction");
    state.begin();
    state.commit();
    expect(() => state.commit()).toThrow("no open transaction");
    expect(overlay.get("a")).toEqual(value);
  });

  it("undo what was written into child tries too", () => {
    const { state } = open();
    state.begin();
    state.child("one").put("a", value);
    state.rollback();
    expect(state.child("one").get("a")).toBeUndefined();
  });
});

describe("keys of child tries' roots", () => {
  const key = ":child_storage:default:one";

  it("are not set, not removed and not cleared by a program", () => {
    const { overlay, state, warnings } = open([], [["one", new Map([["a", value]])]]);
    const root = overlay.root();
    state.put(key, two);
    state.delete(key);
    for (const prefix of ["", ":", ":child_storage:", key]) {
      expect(state.clearPrefix(prefix, undefined, undefined)).toEqual({
        cursor: undefined,
        below: 0,
        unique: 0,
        loops: 0,
      });
    }
    expect(overlay.root()).toEqual(root);
    expect(warnings.length).toBe(6);
    expect(state.clearPrefix(":chil_", undefined, undefined).unique).toBe(0);
    expect(warnings.length).toBe(6);
  });
});

describe("clearing a prefix", () => {
  const below = ["a1", "a2", "a3", "a4", "b"].map((name) => [name, value] as const);

  it("counts the keys of the state below that it looks at, and not those written since", () => {
    const { state } = open(below);
    state.put("a15", two);
    state.delete("a2");
    expect(state.clearPrefix("a", 2, undefined)).toEqual({ cursor: "a3", below: 1, unique: 2, loops: 2 });
    expect(state.get("a15")).toBeUndefined();
    expect(state.get("a3")).toEqual(value);
    expect(state.clearPrefix("a", 2, undefined)).toEqual({ cursor: "a3", below: 0, unique: 0, loops: 2 });
    expect(state.clearPrefix("a", 2, "a3")).toEqual({ cursor: undefined, below: 2, unique: 2, loops: 2 });
    expect(state.nextKey("")).toBe("b");
  });

  it("begins with the prefix where it is to go on from before it, and has no more to do behind it", () => {
    for (const [from, loops] of [
      ["", 4],
      ["Z", 4],
      ["a", 4],
      ["a25", 2],
      ["b", 0],
      ["c", 0],
    ] as const) {
      const { state } = open([["Q", value], ...below]);
      expect(state.clearPrefix("a", undefined, from)).toEqual({
        cursor: undefined,
        below: loops,
        unique: loops,
        loops,
      });
    }
  });

  it("with a limit of none removes only what was written since", () => {
    const { state } = open(below);
    state.put("a1", two);
    expect(state.clearPrefix("a", 0, undefined)).toEqual({ cursor: "a1", below: 0, unique: 1, loops: 0 });
    expect(state.get("a1")).toBeUndefined();
  });

  it("takes the key that is the prefix itself", () => {
    const { state } = open([["a", value], ...below]);
    expect(state.clearPrefix("a", undefined, undefined)).toEqual({ cursor: undefined, below: 5, unique: 5, loops: 5 });
  });

  it("is the same in a child, whose end is the end of its root", () => {
    const { overlay, state } = open([["z", value]], [["one", new Map(below)]]);
    const empty = memoryState([["z", value]])
      .overlay()
      .root();
    const child = state.child("one");
    expect(child.clearPrefix("a", 3, undefined)).toEqual({ cursor: "a4", below: 3, unique: 3, loops: 3 });
    expect(child.clearPrefix("", undefined, undefined)).toEqual({ cursor: undefined, below: 2, unique: 2, loops: 5 });
    expect(child.nextKey("")).toBeUndefined();
    expect(overlay.root()).toEqual(empty);
  });

  it("of a child whose root was asked for before shows in the state's root", () => {
    const { overlay, state } = open([["z", value]], [["one", new Map(below)]]);
    const child = state.child("one");
    child.put("c", value);
    const first = child.root(1);
    child.put("c", two);
    expect(child.root(1)).not.toEqual(first);
    const expected = memoryState([["z", value]], [["one", new Map([...below, ["c", two]])]])
      .overlay()
      .root();
    expect(overlay.root()).toEqual(expected);
  });
});

it("has no roots of version 0", () => {
  const { state } = open([["z", value]], [["one", new Map([["a", value]])]]);
  expect(() => state.root(0)).toThrow("which is not built");
  expect(() => state.child("one").root(0)).toThrow("which is not built");
  expect(state.root(1).length).toBe(32);
  expect(state.child("one").root(1).length).toBe(32);
});

describe("appending", () => {
  const list = (...numbers: number[]) => encode(vec(u16), numbers);

  it("makes the list one longer, through each width of its length", () => {
    const { state } = open();
    const numbers: number[] = [];
    for (let number = 0; number < 70; number++) {
      state.append("list", encode(u16, number));
      numbers.push(number);
    }
    expect(state.get("list")).toEqual(list(...numbers));
  });

  it("replaces what does not begin with a length", () => {
    const { state } = open([
      ["list", Uint8Array.of(0x02)],
      ["long", Uint8Array.of(0x01, 0x00, 9)],
    ]);
    state.append("list", encode(u16, 7));
    state.append("long", encode(u16, 7));
    expect(state.get("list")).toEqual(list(7));
    expect(state.get("long")).toEqual(list(7));
  });
});
