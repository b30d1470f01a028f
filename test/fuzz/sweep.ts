import type { Hex } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { DispatchFailure } from "../../src/runtime/frame/dispatch-error.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { type Origin, rootOrigin } from "../../src/runtime/frame/origin.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import { complete } from "./attempt.ts";
import { type FuzzChain, openBlock } from "./chain.ts";
import { count } from "./coverage.ts";
import { edgesOf } from "./edges.ts";
import { createInnerCall, menuOf, recipeFor } from "./generate.ts";
import { newMemory } from "./memory.ts";
import { createRandom, seedOf } from "./random.ts";
import { plain } from "./state-checks.ts";
import { createWorld, hotkeys, poor, rich } from "./world.ts";

/** What a sweep found. */
export interface Swept {
  readonly dispatched: number;
  readonly succeeded: number;
  /** `Pallet.call from origin: what`, with the call. */
  readonly failures: readonly string[];
  /** Where the original panics. */
  readonly panics: Readonly<Record<string, number>>;
}

/** Who calls are tried from: nobody, the poor, the rich, an owner of a subnet, a validator, Root. */
function originsOf({ runtime }: FuzzChain): readonly (readonly [name: string, origin: Origin])[] {
  const signed = (who: Hex): Origin => runtime.signed(who);
  return [
    ["none", { caller: { type: "None" }, filters: signed(rich[0] as Hex).filters }],
    ["poor", signed(poor[0] as Hex)],
    ["rich", signed(rich[12] as Hex)],
    ["owner", signed(rich[3] as Hex)],
    ["validator", signed(hotkeys[21] as Hex)],
    ["root", rootOrigin],
  ];
}

/**
 * Every call from every kind of origin, with each argument at each of its edges, the others as they usually are. Each is
 * tried on the same state and undone; what fails by the rules must leave nothing.
 * @param few fewer edges: for the tests.
 */
export function sweep(chain: FuzzChain, few: boolean, only: (name: string) => boolean = () => true): Swept {
  const menu = menuOf(chain.runtime);
  const { execution } = openBlock(chain);
  const inner = createInnerCall(menu);
  const failures: string[] = [];
  const panics: Record<string, number> = {};
  let dispatched = 0;
  let succeeded = 0;

  const attempt = (call: CallValue, from: string, origin: Origin): void => {
    dispatched++;
    execution.begin();
    try {
      chain.runtime.dispatchInfo(execution, call);
      chain.runtime.dispatch(execution, call, origin);
      succeeded++;
    } catch (error) {
      if (error instanceof DispatchFailure || error instanceof NotBuilt) return;
      const name = `${call.pallet}.${call.name}`;
      if (error instanceof RuntimePanic) return count(panics, `${name}: ${error.message}`);
      const { message, stack } = error as Error;
      failures.push(`${name} from ${from}: ${message}\n${JSON.stringify(call, plain).slice(0, 1500)}\n${stack}`);
    } finally {
      execution.rollback();
    }
  };

  for (const [place, name] of menu.names.entries()) {
    if (!only(name)) continue;
    const r = createRandom(seedOf(425, place));
    const world = createWorld(chain.runtime, execution, newMemory(), inner);
    const usual = recipeFor(world, r, name)?.call;
    const base = usual !== undefined && `${usual.pallet}.${usual.name}` === name ? usual : complete(world, r, name);
    if (base === undefined) continue;
    const calls = [base];
    for (const [field, codec] of Object.entries(chain.runtime.callOf(base).args))
      for (const value of edgesOf(chain.runtime, codec, few))
        calls.push({ ...base, args: { ...base.args, [field]: value } });
    for (const call of calls) for (const [from, origin] of originsOf(chain)) attempt(call, from, origin);
  }
  return { dispatched, succeeded, failures, panics };
}
