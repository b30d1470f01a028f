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
    call: async (...question) => (await engine()).call(...question),
    validateTransaction: async (...question) => (await engine()).validateTransaction(...question),
    checkInherents: async (...question) => (await engine()).checkInherents(...question),
    executeBlock: async (...question) => (await engine()).executeBlock(...question),
    openBlock: async (...question) => (await engine()).openBlock(...question),
  };
}
