// Stands in for @moonwall/cli where a suite of the original wants zombienet and papi connections: MOONWALL_CONNECTIONS says where each leads (zombienet.mjs).
// The packages are those of the checkout that the suite lies in; vitest gives its functions as globals.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const from = createRequire(join(process.cwd(), "package.json"));
const load = (name) => import(pathToFileURL(from.resolve(name)).href);
const { createClient } = await load("polkadot-api");
const { getWsProvider } = await load("polkadot-api/ws-provider");
const { afterAll, describe, it } = globalThis;
/** Suites take these from here too. */
export const { beforeAll, beforeEach, expect } = globalThis;

const addresses = JSON.parse(process.env.MOONWALL_CONNECTIONS ?? "{}");
const clients = new Map();

function papi(name) {
  const known = clients.get(name);
  if (known !== undefined) return known;
  if (addresses[name] === undefined) throw new Error(`the suite has no connection "${name}"`);
  const client = createClient(getWsProvider(addresses[name]));
  clients.set(name, client);
  return client;
}

/** The suite as vitest knows it. */
export function describeSuite({ title, testCases }) {
  describe(title, () => {
    const context = { papi };
    const log = () => undefined;
    testCases({ context, log, it: (test) => it(test.title, test.test, test.timeout ?? 600_000) });
    afterAll(() => {
      for (const client of clients.values()) client.destroy();
      clients.clear();
    });
  });
}
