import type { StateReader } from "../primitives/state.ts";

/** Programs that are executed in place of the one that a chain carries. Only data: it goes over to other threads. */
export interface Replacements {
  /** Whatever the block. */
  readonly overrides: readonly Override[];
  /** From a block on. */
  readonly substitutes: readonly Substitute[];
}

/** In place of a program of that name and version. Rust: `sc_service: client/wasm_override.rs WasmOverride` */
export interface Override {
  readonly specName: string;
  readonly specVersion: number;
  readonly code: Uint8Array;
  /** Where it came from, for people. */
  readonly file: string;
}

/** In place of a program of that version, on states of that block and later ones. Rust: `client/wasm_substitutes.rs WasmSubstitute` */
export interface Substitute {
  readonly specVersion: number;
  readonly fromBlock: number;
  readonly code: Uint8Array;
}

/** Gives the program that is executed on a state which holds `code`. */
export type Replace = (code: Uint8Array, state: StateReader) => Uint8Array;

/** What finds replacements, loaded only where there are any: it reads the versions of programs. */
export async function loadReplace(
  replacements: Replacements | undefined,
  warn: (text: string) => void,
): Promise<Replace | undefined> {
  if (replacements === undefined) return undefined;
  return (await import("./replace-code.ts")).createReplace(replacements, warn);
}
