import type { StateReader } from "../primitives/state.ts";
import type { EngineChoice } from "./chain-engines.ts";
import { isOurs } from "./our-code.ts";

/**
 * What an operator must know of `--engine` in a state: whose rules execute its blocks, where the option sounds otherwise.
 * Undefined where nothing is to be said.
 * @param program the program that was given for a chain with a placeholder
 */
export function choiceNotice(
  choice: EngineChoice,
  program: Uint8Array | undefined,
  state: StateReader,
): string | undefined {
  const code = state.get(":code");
  if (code === undefined) return undefined;
  if (choice === "rules" && !isOurs(code)) {
    return "--engine rules: the chain has a program of its own, and this project's rules execute its blocks all the same; other nodes may not agree with them";
  }
  if ((choice === "program" || choice === "both") && !isOurs(code) && program !== undefined) {
    return `--engine ${choice}: the chain has a program of its own in :code, which executes its blocks; the one that --runtime gives is not executed`;
  }
  if ((choice === "program" || choice === "both") && isOurs(code) && program === undefined) {
    return `--engine ${choice}: :code is a placeholder and --runtime gives no program, so this project's rules alone execute blocks`;
  }
  return undefined;
}
