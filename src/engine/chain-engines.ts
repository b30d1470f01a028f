import type { Engine, Engines } from "../chain/engine.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import type { Hex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { isOurs } from "./our-code.ts";
import { createLazyEngine } from "./program/lazy-engine.ts";
import type { ProgramOptions } from "./program/load-engine.ts";
import type { Replace } from "./replacements.ts";

/**
 * Whose rules execute blocks. `auto`: as `:code` says. `rules`: this project's. `program`: the chain's program, or the one
 * that was given where `:code` is a placeholder. `both`: as `auto`, and the other one executes each block beside it.
 */
export const engineChoices = ["auto", "rules", "program", "both"] as const;
export type EngineChoice = (typeof engineChoices)[number];

export interface ChainEngineOptions extends ProgramOptions {
  readonly choice: EngineChoice;
  /** This project's rules; absent where only programs are asked. */
  readonly rules?: Engine;
  /** How many engines are kept for states that nobody holds any more. */
  readonly cacheSize: number;
  /** The program that executes a chain whose `:code` is a placeholder, where one was given. */
  readonly program?: Uint8Array | undefined;
  /** What is executed in place of the chain's program, where something is. */
  readonly replace?: Replace | undefined;
  /** Puts a second engine beside the first, for `both`. */
  beside?(first: Engine, second: Engine): Engine;
  /** Has a program executed elsewhere; what cannot be done there is done by the engine here. */
  elsewhere?(here: Engine): Promise<Engine>;
}

/** Pages of a program's heap where no option says otherwise. Rust: `node/src/command.rs` */
export const usualHeapPages = 60_000;

/** Whose rules execute blocks where no option says otherwise, and what programs are executed with. */
export const usualEngine = { choice: "auto", program: undefined, heapPages: usualHeapPages, cacheSize: 2 } as const;

/** `:code` */
const codeKey = ":code";

export interface ChainEngines extends Engines {
  /** The program whose rules hold in a state; undefined where this project's do. */
  programAt(state: StateReader): Uint8Array | undefined;
}

/**
 * The engine of each state: what its `:code` holds decides. An engine is found by the array that the state gives, which
 * caches keep as long as it is in use, and behind that by its content.
 */
export function createChainEngines(options: ChainEngineOptions): ChainEngines {
  const { choice, program, cacheSize, elsewhere, replace = (code) => code } = options;
  const byArray = new WeakMap<Uint8Array, Engine>();
  const byHash = new Map<Hex, Engine>();
  const engineOf = (code: Uint8Array): Engine => {
    const found = byArray.get(code);
    if (found !== undefined) return found;
    const hash = blake2Hex(code);
    const made = byHash.get(hash) ?? makeEngine(code);
    byHash.set(hash, made);
    const oldest = byHash.keys().next().value;
    if (byHash.size > cacheSize && oldest !== undefined) byHash.delete(oldest);
    byArray.set(code, made);
    return made;
  };
  const makeEngine = (code: Uint8Array): Engine => {
    if (choice === "both") {
      if (!isOurs(code)) return beside(programEngine(code), ours());
      return program === undefined ? ours() : beside(ours(), localEngine(program));
    }
    if (!isOurs(code)) return programEngine(code);
    return choice === "program" && program !== undefined ? programEngine(program) : ours();
  };
  const beside = (first: Engine, second: Engine): Engine => {
    if (options.beside === undefined) throw new Error("nobody says how two engines are compared");
    return options.beside(first, second);
  };
  const ours = (): Engine => {
    if (options.rules === undefined) throw new Error("this project's rules are not executed here");
    return options.rules;
  };
  const localEngine = (code: Uint8Array): Engine =>
    createLazyEngine(async () => (await import("./program/load-engine.ts")).loadProgramEngine(code, options));
  const programEngine = (code: Uint8Array): Engine => {
    const here = localEngine(code);
    return elsewhere === undefined ? here : createLazyEngine(() => elsewhere(here));
  };
  /** What `:code` holds, or stands in for it; undefined where that does not matter. */
  const codeIn = (state: StateReader): Uint8Array | undefined => {
    const code = choice === "rules" ? undefined : state.get(codeKey);
    return code === undefined ? undefined : replace(code, state);
  };
  return {
    engineAt: (_block, state) => {
      const code = codeIn(state);
      return code === undefined ? ours() : engineOf(code);
    },
    programAt: (state) => {
      const code = codeIn(state);
      if (code === undefined || !isOurs(code)) return code;
      return choice === "program" ? program : undefined;
    },
  };
}
