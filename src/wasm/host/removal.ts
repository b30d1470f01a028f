import { encode } from "../../codec/codec.ts";
import { enumeration } from "../../codec/composites.ts";
import { option, tuple } from "../../codec/containers.ts";
import { bytes as byteList, u32 } from "../../codec/primitives.ts";
import { fromKey, type StateKey, toKey } from "../../lib/bytes.ts";
import type { Removal } from "../../primitives/state.ts";
import { type Answer, type Argument, answerBytes, decoded } from "./marshal.ts";

/** Rust: `sp_io: lib.rs KillStorageResult` */
const KillStorageResult = enumeration("sp_io::KillStorageResult", { AllRemoved: u32, SomeRemaining: u32 });

/** Rust: `sp_externalities: lib.rs MultiRemovalResults` */
const MultiRemovalResults = tuple(option(byteList), u32, u32, u32);

/** How many keys may be removed; none means all. */
export const limit: Argument<number | undefined> = decoded(option(u32));

const cursorBytes = decoded(option(byteList));

/** Where a removal goes on that was not finished before. */
export const cursor: Argument<StateKey | undefined> = {
  wasm: cursorBytes.wasm,
  take: (memory, raw) => {
    const key = cursorBytes.take(memory, raw);
    return key === undefined ? undefined : toKey(key);
  },
};

/** A removal as version 2 and 3 of functions tell it. */
export const answerKilled: Answer<Removal> = {
  wasm: "i64",
  give: (memory, { cursor: next, loops }) =>
    answerBytes.give(
      memory,
      encode(KillStorageResult, { type: next === undefined ? "AllRemoved" : "SomeRemaining", value: loops }),
    ),
};

/** The same with all that there is to tell. */
export const answerRemoval: Answer<Removal> = {
  wasm: "i64",
  give: (memory, { cursor: next, below, unique, loops }) =>
    answerBytes.give(
      memory,
      encode(MultiRemovalResults, [next === undefined ? undefined : fromKey(next), below, unique, loops]),
    ),
};
