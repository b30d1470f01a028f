import type { Engine } from "../chain/engine.ts";
import { createBothEngines, type EngineDifference } from "../engine/both-engines.ts";
import { cutText, cutTexts } from "../lib/excerpt.ts";
import { describeKey, describeValue } from "../replay/describe.ts";
import type { Runtime } from "../runtime/frame/compose.ts";

/** Keys of one report at most: those beyond that are counted. All of it becomes one line. */
const mostKeys = 8;
/** Characters of a value that are shown. */
const longestValue = 200;

/** Puts a second engine beside the first; what differs is told as `replay` tells it, in short. */
export function besideEngine(runtime: Runtime, tryState: boolean): (first: Engine, second: Engine) => Engine {
  const describe = (differences: readonly EngineDifference[]): string[] => {
    const shown = differences.slice(0, mostKeys).flatMap(({ child, key, first, second }) => {
      const value = (one: EngineDifference["first"]): string =>
        one === "unchanged" ? one : child === undefined ? describeValue(runtime, key, one) : `${one?.length} bytes`;
      const [ours, theirs] = cutTexts(value(first), value(second), longestValue);
      return [`  ${cutText(describeKey(runtime, key), longestValue)}:`, `    first:  ${ours}`, `    second: ${theirs}`];
    });
    const left = differences.length - mostKeys;
    return left > 0 ? [...shown, `  and ${left} ${left === 1 ? "key" : "keys"} more`] : shown;
  };
  return (first, second) => createBothEngines({ first, second, tryState, describe });
}
