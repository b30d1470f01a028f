import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import type { EnginesElsewhere } from "../../chain/engine.ts";
import { silentLog } from "../../chain/environment.ts";
import { propose, seal } from "../../chain/propose.ts";
import { signed, testChain, testDatabase, testRuntime, transfer } from "../../chain/testing/chain.ts";
import { slotDigest } from "../../consensus/aura.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { systemEnvironment } from "../../node/environment.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import type { CallValue } from "../../runtime/frame/calls.ts";
import { openReadOnly } from "../../storage/read-only.ts";
import { proofOfReads } from "../../storage/recorded-reads.ts";
import { usualHeapPages } from "../chain-engines.ts";
import { isHeavyCall } from "./heavy.ts";
import { engineThread } from "./start-thread.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-engine-"));
const path = join(root, "db");
const environment = systemEnvironment(silentLog);
let elsewhere: EnginesElsewhere;
let chain: Chain;

/** Makes the next block, of a slot of its own. */
async function makeBlock(): Promise<void> {
  const parent = chain.best();
  const slot = BigInt(parent.number + 1);
  await chain.writer.run(async (turn) => {
    const moment = slot * 250n;
    const proposed = await propose(chain, { parent, digest: [slotDigest(slot)], moment, deadline: Date.now() + 5000 });
    await chain.writer.store(turn, seal(proposed, undefined));
  });
}

const engine = { choice: "auto", program: undefined, heapPages: usualHeapPages, cacheSize: 2 } as const;
const unknown = `0x${"12".repeat(32)}` as const;

beforeAll(async () => {
  elsewhere = engineThread({ path, build: "local", engine }, environment);
  chain = await testChain(environment, { database: await testDatabase(path), elsewhere, seals: "optional" });
});
afterAll(async () => {
  await chain.close();
  rmSync(root, { recursive: true });
});

it("gives the same bytes as the engine here, for each heavy call, while blocks are made", {
  timeout: 60_000,
}, async () => {
  const heavy = testRuntime().apis.flatMap(({ name, methods }) =>
    Object.entries(methods).map(([method, { inputs }]) => ({
      method: `${name}_${method}`,
      args: new Uint8Array(Object.keys(inputs).length === 0 ? 0 : 400),
    })),
  );
  const outcome = async (call: () => Promise<Uint8Array>): Promise<string> =>
    call().then(toHex, (error: Error) => error.message);
  let compared = 0;
  for (let round = 0; round < 3; round++) {
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1_000_000n), round));
    await makeBlock();
    const { hash } = chain.best();
    for (const { method, args } of heavy.filter((one) => isHeavyCall(one.method, one.args))) {
      const here = chain.runtimeAt(hash) as NonNullable<ReturnType<Chain["runtimeAt"]>>;
      const ours = await outcome(() => here.ask(method, args));
      expect(await outcome(() => chain.api.call(hash, method, args)), method).toBe(ours);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(100);
});

it("proves keys of past blocks, and of the last one here", async () => {
  const database = await openReadOnly(path);
  const key = "\x26\xaa";
  const { number } = chain.best();
  for (let at = 0; at <= number; at++) {
    const hash = chain.api.hashOfNumber(at) as Hex;
    const here = database.proofAt(hash, [key]);
    const proof = chain.api.proof({ hash, keys: [key] });
    expect(proof instanceof Promise).toBe(at < number);
    expect(await proof).toEqual(here);
    const root = chain.api.header(hash)?.stateRoot as Hex;
    expect(here?.map((node) => blake2Hex(node))).toContain(root);
    expect(await chain.api.closestMerkleValue({ hash, key: "" })).toEqual(fromHex(root));
    expect(await chain.api.closestMerkleValue({ hash, key: "nothing" })).toBe(undefined);
  }
  await database.close();
  expect(chain.api.proof({ hash: unknown, keys: [] })).toBe("unknown");
});

it("proves what a call reads, as the engine here does, and has proofs of many keys made there", async () => {
  const alice = fromHex(devAccount("Alice").accountId);
  const many = Array.from({ length: 300 }, (_, index) => `\x26\xaa${index}`);
  for (let at = 0; at <= chain.best().number; at++) {
    const hash = chain.api.hashOfNumber(at) as Hex;
    const { engine, state } = chain.runtimeAt(hash) as NonNullable<ReturnType<Chain["runtimeAt"]>>;
    const method = "AccountNonceApi_account_nonce";
    const here = await proofOfReads(state, (overlay) => engine.call(overlay, method, alice));
    expect(here?.length).toBeGreaterThan(0);
    expect(await chain.api.callProof(hash, method, alice)).toEqual(here);
    expect(chain.api.proof({ hash, keys: many })).toBeInstanceOf(Promise);
  }
  await expect(chain.api.callProof(chain.best().hash, "No_such", alice)).rejects.toThrow("No_such is not found");
  await expect(chain.api.callProof(unknown, "Core_version", alice)).rejects.toThrow("unknown Block");
});

it("says of a long extrinsic what the engine here says, whatever is wrong with it", async () => {
  const remark = (length: number): CallValue => ({
    pallet: "System",
    name: "remark",
    args: { remark: new Uint8Array(length).fill(7) },
  });
  const good = signed(chain, "Alice", remark(20_000), 3);
  const forged = good.slice();
  forged[50] = (forged[50] as number) ^ 1;
  const calls = Array.from({ length: 100_000 }, () => remark(0));
  const large = signed(chain, "Alice", { pallet: "Utility", name: "batch", args: { calls } }, 3);
  const cases = [good, forged, good.slice(0, 15_000), large, signed(chain, "Alice", remark(20_000), 0)];
  const at = chain.best();
  const here = chain.runtimeAt(at.hash) as NonNullable<ReturnType<Chain["runtimeAt"]>>;
  const types: string[] = [];
  for (const bytes of cases) {
    const theirs = await elsewhere.validateTransaction(createExtrinsic(bytes), "External", at);
    const ours = await here.engine.validateTransaction(here.overlay(), createExtrinsic(bytes), "External", at);
    expect(theirs).toEqual(ours);
    types.push(ours.type);
  }
  expect(types).toEqual(["valid", "invalid", "failed", "failed", "invalid"]);
});

it("leaves a block that it does not know to the chain, which has the right words", async () => {
  expect(await elsewhere.call(unknown, "SubnetInfoRuntimeApi_get_all_metagraphs", new Uint8Array(), {})).toBe(
    undefined,
  );
  await expect(chain.api.call(unknown, "SubnetInfoRuntimeApi_get_all_metagraphs", new Uint8Array())).rejects.toThrow(
    `Api called for an unknown Block: ${unknown}`,
  );
});

it("may be ended in the middle of a question; the database is none the worse", async () => {
  const asked = elsewhere.call(chain.best().hash, "SubnetInfoRuntimeApi_get_all_metagraphs", new Uint8Array(), {});
  await Promise.all([expect(asked).rejects.toThrow("the node is stopping"), elsewhere.stop()]);
  await makeBlock();
  const { number } = chain.best();
  await chain.close();
  const again = await testDatabase(path);
  expect(again.best().number).toBe(number);
  await again.close();
});
