import { zstdCompressSync } from "node:zlib";
import { Keyring } from "@polkadot/api";
import { Binary, createClient } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { concatBytes, toHex } from "../../src/lib/bytes.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { smallProgram } from "./build.ts";

let node: NodeProcess;
const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
beforeAll(async () => {
  const args = ["--dev", "--fast-runtime", "--sealing", "1500", "--tmp", "--offchain-worker", "never"];
  node = await startNode(args, { within: 60_000 });
}, 90_000);
afterAll(() => node.stop());

/** What a compressed program begins with. Rust: `sp_maybe_compressed_blob: CBLOB_MAGIC` */
const compressedMark = Uint8Array.of(82, 188, 83, 118, 70, 219, 142, 5);

interface FollowEvent {
  readonly event: string;
  readonly blockHash?: string;
  readonly newRuntime?: { readonly spec: { readonly specVersion: number } } | null;
}

/** Follows the chain by its raw JSON-RPC. */
async function follow(url: string): Promise<{ readonly events: FollowEvent[]; close(): void }> {
  const events: FollowEvent[] = [];
  const socket = new WebSocket(url);
  socket.on("message", (data: Buffer) => {
    const { params } = JSON.parse(data.toString("utf8"));
    if (params !== undefined) events.push(params.result);
  });
  await new Promise<void>((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("error", reject);
  });
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chainHead_v1_follow", params: [true] }));
  return { events, close: () => socket.close() };
}

it("tells followers the new runtime in the block that changes it, and polkadot-api goes on over it", async () => {
  const { events, close } = await follow(node.url);
  const client = createClient(getWsProvider(node.url));
  try {
    const api = client.getUnsafeApi();
    const signer = getPolkadotSigner(alice.publicKey, "Sr25519", (data) => alice.sign(data));
    // biome-ignore lint/suspicious/noExplicitAny: without generated descriptors everything is untyped.
    const { System, Sudo } = api.tx as any;
    // The client judges what waits on every block: half a megabyte would keep it from following.
    const code = concatBytes(compressedMark, zstdCompressSync(await smallProgram({ specVersion: 426 })));
    const call = System.set_code({ code }).decodedCall;
    const upgrade = Sudo.sudo_unchecked_weight({ call, weight: { ref_time: 0n, proof_size: 0n } });
    const { ok, block } = await upgrade.signAndSubmit(signer);
    expect(ok).toBe(true);
    const changed = () => events.find(({ blockHash }) => blockHash === block.hash);
    await expect.poll(changed, { timeout: 60_000 }).toMatchObject({
      event: "newBlock",
      newRuntime: { type: "valid", spec: { specVersion: 426, implName: "small" } },
    });
    const others = events.filter((event) => event.event === "newBlock" && event !== changed());
    expect(others.every(({ newRuntime }) => newRuntime === null)).toBe(true);
    // It signs for the new version, and reads what the new program left. (That one tells no events, for which submitting waits.)
    const remark = System.remark({ remark: Binary.fromText("after") });
    await node.rpc("author_submitExtrinsic", [toHex(await remark.sign(signer))]);
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    const account = (api.query as any).System.Account;
    const nonce = async () => (await account.getValue(alice.address, { at: "best" })).nonce;
    await expect.poll(nonce, { timeout: 60_000, interval: 500 }).toBe(2);
    expect((await client.getBestBlocks())[0]?.number).toBeGreaterThan(block.number);
  } finally {
    client.destroy();
    close();
  }
}, 180_000);
