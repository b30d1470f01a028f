import type { Runtime } from "../runtime/frame/compose.ts";
import type { CallRunner, DevApi } from "./api.ts";

/** Dispatches calls of this project's rules, as values. */
export function createCallRunner(runtime: Runtime, dev: Pick<DevApi, "dispatch" | "newBlocks">): CallRunner {
  return {
    run: (calls) =>
      dev.dispatch(
        calls.map(({ origin, call }) => ({
          origin,
          call: runtime.encodeCall(call),
          name: `${call.pallet}.${call.name}`,
        })),
      ),
    mine: (count) => dev.newBlocks({ count }),
  };
}
