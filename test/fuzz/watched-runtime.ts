import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { DispatchFailure } from "../../src/runtime/frame/dispatch-error.ts";
import type { WriteState } from "../../src/runtime/frame/state.ts";
import { type Coverage, callCount, count, reasonName } from "./coverage.ts";

/** What a watched runtime tells. */
export interface Watch {
  coverage: Coverage;
  /** A call of an extrinsic or hook is about to be dispatched, not inside another. */
  before?: ((state: WriteState) => void) | undefined;
  /** It failed and is undone. */
  afterFailure?: ((state: WriteState, call: CallValue) => void) | undefined;
}

/**
 * A runtime that counts each dispatch, nested ones too: pallets reach it as `state.runtime`, so batches, proxies, sudo and
 * the scheduler are seen. Its rules are those of `runtime`.
 */
export function watchRuntime(runtime: Runtime, watch: Watch): Runtime {
  let depth = 0;
  const watched = (state: WriteState, call: CallValue, run: () => ReturnType<Runtime["dispatch"]>) => {
    const name = `${call.pallet}.${call.name}`;
    if (depth === 0) watch.before?.(state);
    depth++;
    try {
      const post = run();
      callCount(watch.coverage, name).succeeded++;
      return post;
    } catch (error) {
      if (error instanceof DispatchFailure) {
        const reason = reasonName(error.reason, runtime);
        count(callCount(watch.coverage, name).errors, reason);
        count(watch.coverage.errors, reason);
        if (depth === 1) watch.afterFailure?.(state, call);
      }
      throw error;
    } finally {
      depth--;
    }
  };
  return {
    ...runtime,
    dispatch: (state, call, origin) => watched(state, call, () => runtime.dispatch(state, call, origin)),
    dispatchBypassFilter: (state, call, origin) =>
      watched(state, call, () => runtime.dispatchBypassFilter(state, call, origin)),
  };
}
