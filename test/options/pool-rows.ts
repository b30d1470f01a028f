import { expect } from "vitest";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";
import { idleRows, type Rows, runNode, type TestNode } from "./support.ts";

const still = ["--dev", "--sealing", "manual"];
const runtime = createRuntime(production);

/** A transfer of an account's, as bytes; two of them differ in their signature. */
function signed(node: TestNode, who: string, nonce = 0): Hex {
  const call = transfer(keyPairFromSuri("sr25519", "//Dave").accountId, 1_000_000n);
  const pair = keyPairFromSuri("sr25519", who);
  return toHex(signExtrinsic(runtime, { call, pair, nonce, genesisHash: node.api.genesisHash }));
}

/** Submits extrinsics; gives the error code of each, undefined for those that the pool takes. */
async function submit(node: TestNode, ...extrinsics: Hex[]): Promise<(number | undefined)[]> {
  const codes: (number | undefined)[] = [];
  for (const bytes of extrinsics) codes.push((await node.call("author_submitExtrinsic", bytes)).error?.code);
  return codes;
}

export const poolRows: Rows = {
  poolLimit: async () => {
    const node = await runNode([...still, "--pool-limit", "1"]);
    await submit(node, signed(node, "//Alice"), signed(node, "//Bob"));
    expect((await node.call("author_pendingExtrinsics")).result).toHaveLength(1);
    // A tenth of one is none: what waits for another is dropped.
    expect(await submit(node, signed(node, "//Charlie", 1))).toEqual([1016]);
    const standard = await runNode(still);
    await submit(standard, signed(standard, "//Alice"), signed(standard, "//Bob"));
    expect((await standard.call("author_pendingExtrinsics")).result).toHaveLength(2);
  },
  poolKbytes: async () => {
    const [none, some] = [await runNode([...still, "--pool-kbytes", "0"]), await runNode(still)];
    expect(await submit(none, signed(none, "//Alice"))).toEqual([1016]);
    expect(await submit(some, signed(some, "//Alice"))).toEqual([undefined]);
  },
  txBanSeconds: async () => {
    const banning = await runNode([...still, "--tx-ban-seconds", "60"]);
    const twice = (node: TestNode) => {
      const unpayable = signed(node, "//Nobody");
      return submit(node, unpayable, unpayable);
    };
    expect(await twice(banning)).toEqual([1010, 1012]);
    // With --dev nothing is banned, as in the original.
    expect(await twice(await runNode(still))).toEqual([1010, 1010]);
    expect(await twice(await runNode(["--chain", "dev", "--tmp"]))).toEqual([1010, 1012]);
  },
  ...idleRows("", "inside", { poolType: "fork-aware" }),
};
