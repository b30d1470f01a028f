import type { Engine } from "../../chain/engine.ts";

/**
 * An engine that is loaded when it is first asked: a chain of this project's rules never needs what executes programs.
 * What loading it throws, the question throws.
 */
export function createLazyEngine(load: () => Promise<Engine>): Engine {
  let loading: Promise<Engine> | undefined;
  const engine = (): Promise<Engine> => {
    loading ??= load();
    return loading;
  };
  return {
    call: async (state, method, args) => (await engine()).call(state, method, args),
    validateTransaction: async (state, extrinsic, source, at) =>
      (await engine()).validateTransaction(state, extrinsic, source, at),
    checkInherents: async (state, block, data) => (await engine()).checkInherents(state, block, data),
    executeBlock: async (state, block, rest) => (await engine()).executeBlock(state, block, rest),
    openBlock: async (state, start) => (await engine()).openBlock(state, start),
  };
}
