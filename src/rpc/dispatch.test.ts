import { expect, it } from "vitest";
import type { Connection, Services } from "./context.ts";
import { createDispatcher } from "./dispatch.ts";
import { createRpcMeter } from "./measures.ts";
import { subscription } from "./method.ts";
import type { TableEntry } from "./registry.ts";
import { createSubscriptions } from "./subscription.ts";

it("a subscription that is being opened when its connection has closed already is ended", () => {
  let ended = 0;
  const target = subscription({
    ...{ doc: "A subscription that takes two turns.", params: {}, notification: "told", unsubscribe: "stop" },
    *start(_args, _context, sink) {
      sink.onEnd(() => void ended++);
      yield;
      return () => undefined;
    },
  });
  const services = { meter: createRpcMeter(() => 0), turn: { over: () => false } } as unknown as Services;
  const table = new Map<string, TableEntry>([["start", { kind: "target", target }]]);
  const { answer } = createDispatcher(table, services, { maxResponseSize: 1000, maxBatch: undefined });
  const subscriptions = createSubscriptions(1, { notify: () => undefined });
  subscriptions.closeAll();
  const connection = { subscriptions } as Connection;
  const message = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"start"}');
  const work = answer(message, { connection, afterAnswer: () => undefined }, () => true);
  if (!("next" in work)) throw new Error("it was answered at once");
  work.next();
  expect([subscriptions.size, ended]).toEqual([1, 0]);
  work.return({ text: undefined });
  expect([subscriptions.size, ended]).toEqual([0, 1]);
});
