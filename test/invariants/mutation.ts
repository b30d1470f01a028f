import type { WriteState } from "../../src/runtime/frame/state.ts";

/** For each rule, something that breaks it in the state after the recorded chain c-staking. */
export type Mutations = Readonly<Record<string, (state: WriteState) => unknown>>;
