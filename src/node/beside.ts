import type { Engine } from "../chain/engine.ts";
import { createBothEngines, type EngineDifference } from "../engine/both-engines.ts";
import { describeKey, describeValue } from "../replay/describe.ts";
import type { Runtime } from "../runtime/frame/compose.ts";

/** Lines of one report at most: keys beyond that are counted. */
const mostKeys = 20;

/** Puts a second engine beside the first; what differs is told as `replay` tells it. */
export function besideEngine(runtime: Runtime, tryState: boolean): (first: Engine, second: Engine) => Engine {
  const describe = (differences: readonly EngineDifference[]): string[] => {
    const shown = differences.slice(0, mostKeys).flatMap(({ child, key, first, second }) => {
      const value = (one: EngineDifference["first"]): string =>
        one === "unchanged" ? one : child === undefined ? describeValue(runtime, key, one) : `${one?.length} bytes`;
      return [`  ${describeKey(runtime, key)}`, `    first:  ${value(first)}`, `    second: ${value(second)}`];
    });
    const left = differences.length - mostKeys;
    return left > 0 ? [...shown, `  and ${left} keys more`] : shown;
  };
  return (first, second) => createBothEngines({ first, second, tryState, describe });
}
