import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { createDevChain } from "./dev-chain.ts";
import { account, startDevChain } from "./index.ts";

it("deals in the order of the test, whichever answer is late", async () => {
  const inner = await startDevChain();
  let late = 0;
  const ask = async (request: string): Promise<string> => {
    const { method, params } = JSON.parse(request) as { method: string; params: unknown[] };
    const isLate = method === "state_getStorage" && late-- > 0;
    const result = await inner.rpc(method, params);
    if (isLate) await delay(100);
    return JSON.stringify({ result });
  };
  const chain = createDevChain({ ask, port: undefined, pid: undefined, stop: inner.stop });
  try {
    for (const who of [account("rich"), account("Alice")]) {
      late = 1;
      await Promise.all([chain.deal(who, 7), chain.deal(who, 5)]);
      expect(await chain.balance(who)).toBe(5_000_000_000n);
    }
  } finally {
    await chain.stop();
  }
});
