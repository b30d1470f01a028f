import { expect, it, onTestFinished } from "vitest";
import { fakeChain } from "../../test/support/fake-chain.ts";
import { startTestServer } from "../../test/support/rpc-client.ts";
import type { CallMeasures } from "./measures.ts";

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const summary = ({ protocol, method, started, answered, failed, limited, time }: CallMeasures): string =>
  `${protocol} ${method}: ${started} started, ${answered} answered, ${failed} failed, ${limited} limited, ${total(time.counts)} timed`;

it("the server counts calls by protocol and method, and what became of them", async () => {
  const chain = fakeChain({ a: "1" });
  const rateLimit = { calls: 4, exempt: [], trustProxyHeaders: false };
  const server = await startTestServer(chain.api, { maxResponseSize: 3000, rateLimit });
  onTestFinished(() => server.stop());
  await server.post('{"jsonrpc":"2.0","id":1,"method":"system_name"}');
  await server.post('[{"jsonrpc":"2.0","id":1,"method":"nothing_1"},{"jsonrpc":"2.0","id":1,"method":"nothing_2"}]');
  const client = await server.connect();
  await client.call("chain_getHeader", ["not a hash"]);
  await client.call("chain_subscribeNewHeads");
  await client.call("state_call", ["No_such", "0x"]);
  await client.call("system_name");
  await client.call("system_name");
  expect(server.measures.calls().map(summary).sort()).toEqual([
    "http system_name: 1 started, 1 answered, 0 failed, 0 limited, 1 timed",
    "http unknown: 2 started, 0 answered, 2 failed, 0 limited, 2 timed",
    "ws chain_getHeader: 1 started, 0 answered, 1 failed, 0 limited, 1 timed",
    "ws chain_subscribeNewHeads: 1 started, 1 answered, 0 failed, 0 limited, 1 timed",
    "ws state_call: 1 started, 0 answered, 1 failed, 0 limited, 1 timed",
    "ws system_name: 2 started, 1 answered, 0 failed, 1 limited, 1 timed",
  ]);
});

it("the server counts WebSocket connections", async () => {
  const server = await startTestServer(fakeChain().api, {});
  onTestFinished(() => server.stop());
  const client = await server.connect();
  await server.post('{"jsonrpc":"2.0","id":1,"method":"system_name"}');
  const { sessions } = server.measures;
  expect([sessions.opened, sessions.closed]).toEqual([1, 0]);
  client.close();
  while (sessions.closed === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(total(sessions.time.counts)).toBe(1);
});
