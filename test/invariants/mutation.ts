import type { Hex } from "../../src/lib/bytes.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";

/** For each rule, something that breaks it in the state after the recorded chain c-staking. */
export type Mutations = Readonly<Record<string, (state: WriteState) => unknown>>;

/** An account that nobody has. */
export const account = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
