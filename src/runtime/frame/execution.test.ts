import { beforeEach, describe, expect, it } from "vitest";
import { toHex } from "../../lib/bytes.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { createRuntime, local } from "../index.ts";
import { events } from "../pallets/system/events.ts";
import { resetEvents } from "../pallets/system/initialize.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { zeroHash } from "../types/hashes.ts";
import { type Execution, execute } from "./execution.ts";

const runtime = createRuntime(local);
let overlay: ReturnType<ReturnType<typeof memoryState>["overlay"]>;
let state: Execution;

beforeEach(() => {
  overlay = memoryState([]).overlay();
  state = execute(overlay, local, runtime);
  system.Number.set(state, 1);
});

const tell = (): void => state.emit(events.NewAccount({ account: zeroHash }));
const stored = (key: string): string | undefined => {
  const bytes = state.get(key);
  return bytes && toHex(bytes);
};
/** `System.Events` of so many records after a length, in the phase `Initialization`. */
const list = (length: string, records: number, before = ""): string =>
  `0x${length}${before}${`020003${"00".repeat(32)}00`.repeat(records)}`;

describe("events", () => {
  it("are appended, and counted apart", () => {
    tell();
    tell();
    expect(stored(system.Events.key)).toBe(list("08", 2));
    tell();
    expect(stored(system.EventCount.key)).toBe("0x03000000");
    expect(stored(system.Events.key)).toBe(list("0c", 3));
  });

  it.each([
    ["a list", [4, 9], list("08", 1, "09")],
    ["a length alone", [12], list("10", 1)],
    ["what begins with no length", [255], list("04", 1)],
    ["nothing", [], list("04", 1)],
  ])("follow what Root wrote in their place: %s", (_, written, left) => {
    tell();
    state.put(system.Events.key, new Uint8Array(written));
    tell();
    expect(stored(system.Events.key)).toBe(left);
    expect(stored(system.EventCount.key)).toBe("0x02000000");
  });

  it("begin anew when Root removes them, and their number goes on", () => {
    tell();
    state.delete(system.Events.key);
    tell();
    expect(stored(system.Events.key)).toBe(list("04", 1));
    expect(stored(system.EventCount.key)).toBe("0x02000000");
    state.delete(system.EventCount.key);
    tell();
    expect(stored(system.Events.key)).toBe(list("08", 2));
    expect(stored(system.EventCount.key)).toBe("0x01000000");
  });

  it("are not told beyond the greatest number", () => {
    state.put(system.EventCount.key, new Uint8Array([255, 255, 255, 255]));
    tell();
    expect(stored(system.Events.key)).toBeUndefined();
    expect(stored(system.EventCount.key)).toBe("0xffffffff");
  });

  it("are undone with what else is, also where they were written meanwhile", () => {
    tell();
    state.begin();
    tell();
    expect(stored(system.Events.key)).toBe(list("08", 2));
    state.delete(system.Events.key);
    tell();
    state.rollback();
    expect(stored(system.Events.key)).toBe(list("04", 1));
    expect(stored(system.EventCount.key)).toBe("0x01000000");
    tell();
    expect(stored(system.Events.key)).toBe(list("08", 2));
  });

  it("of another execution on the same state are gone on with", () => {
    tell();
    state.settle();
    state = execute(overlay, local, runtime);
    tell();
    expect(stored(system.Events.key)).toBe(list("08", 2));
  });

  it.each([
    ["no phase", [7], "02"],
    ["half a phase", [0, 1], "02"],
    ["an extrinsic, and more", [0, 1, 0, 0, 0, 9], "0001000000"],
    ["the end, and more", [1, 9], "01"],
  ])("are told in the phase that is stored: %s", (_, written, phase) => {
    state.put(system.ExecutionPhase.key, new Uint8Array(written));
    tell();
    expect(stored(system.Events.key)).toBe(`0x04${phase}0003${"00".repeat(32)}00`);
  });

  it("are not told while the number does not decode", () => {
    state.put(system.Number.key, new Uint8Array([1, 0, 0]));
    tell();
    expect(stored(system.Events.key)).toBeUndefined();
  });

  it("take what lies at the bare key of their topics with them", () => {
    state.put(system.EventTopics.prefix, new Uint8Array([1]));
    resetEvents(state);
    expect(state.get(system.EventTopics.prefix)).toBeUndefined();
  });
});
