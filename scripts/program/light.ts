// smoldot on a chain whose `:code` is the original's program, over an upgrade of it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zstdCompressSync } from "node:zlib";
import { ApiPromise, WsProvider } from "@polkadot/api";
import { blake2b64 } from "../../src/crypto/hashing.ts";
import { concatBytes, equalBytes, toHex, utf8 } from "../../src/lib/bytes.ts";
import { customSection } from "../../src/wasm/module/encode.ts";
import { readSections } from "../../src/wasm/module/sections.ts";
import { packedPrefix, unpackCode } from "../../src/wasm/module/unpack.ts";
import { faultsOf, knownNodeKey, listening } from "../../test/support/light-chain.ts";
import { startLightClient, until } from "../../test/support/light-client.ts";
import { freePort, startNode } from "../../test/support/node-process.ts";
import { runCommand } from "../../test/support/run-command.ts";
import { migrated, ownerCut, setCode } from "./set-code.ts";

const subtensor = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const within = 120_000;

/** The bytes of an API in `runtime_apis`: its name's hash and its version. */
const entry = 12;

/** The same program, packed, whose section `runtime_apis` does not tell of BabeApi. What is executed stays as it was. */
export function withoutBabe(code: Uint8Array): Uint8Array {
  const program = unpackCode(code);
  const { spans, custom } = readSections(program);
  const apis = custom.get("runtime_apis");
  if (apis === undefined) throw new Error("the program has no section runtime_apis");
  const title = utf8("runtime_apis");
  const span = spans.find(({ id, from, to }) => {
    const at = to - apis.length - title.length;
    return id === 0 && at > from && equalBytes(program.subarray(at, at + title.length), title);
  });
  if (span === undefined) throw new Error("the section runtime_apis is not where it ends");
  const babe = blake2b64(utf8("BabeApi"));
  const kept: Uint8Array[] = [];
  for (let at = 0; at < apis.length; at += entry) {
    const one = apis.subarray(at, at + entry);
    if (!equalBytes(one.subarray(0, babe.length), babe)) kept.push(one);
  }
  const section = customSection("runtime_apis", concatBytes(...kept));
  const changed = concatBytes(program.subarray(0, span.from), section, program.subarray(span.to));
  return concatBytes(packedPrefix, zstdCompressSync(changed));
}

/** A raw specification with that program in its genesis. @throws Error with what build-spec said */
export async function rawSpec(chain: "dev" | "local", program: string): Promise<string> {
  const args = ["build-spec", "--chain", chain, "--runtime", program, "--raw", "--disable-default-bootnode"];
  const { code, stdout, stderr } = await runCommand(subtensor, args, { within });
  if (code !== 0) throw new Error(`build-spec ended with ${code}: ${stderr}`);
  return stdout;
}

/** What smoldot says when it is given a chain. */
export async function refusalOf(spec: string): Promise<string | undefined> {
  try {
    const client = await startLightClient({ spec, bootNodes: [] });
    await client.stop();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** smoldot follows one authority from 425 to 426. @returns what it did */
export async function followUpgrade(local: string, next: string, scratch: string): Promise<string> {
  const program = join(scratch, "without-babe.wasm");
  writeFileSync(program, withoutBabe(readFileSync(local)));
  const spec = await rawSpec("dev", program);
  const specFile = join(scratch, "light.json");
  writeFileSync(specFile, spec);
  const { secret, peerId } = knownNodeKey(9);
  const port = await freePort();
  const node = await startNode(
    [
      ...["--chain", specFile, "--base-path", join(scratch, "light"), "--one", "--validator", "--node-key", secret],
      ...["--listen-addr", `/ip4/127.0.0.1/tcp/${port}/ws`, "--no-mdns", "--force-authoring"],
    ],
    { within },
  );
  try {
    await listening(node);
    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    const light = await startLightClient({ spec, bootNodes: [`/ip4/127.0.0.1/tcp/${port}/ws/p2p/${peerId}`] });
    try {
      const final = (): number => light.finalized.at(-1)?.number ?? 0;
      await until("at a final head", within, () => final() > 3);
      const versions: number[] = [(await light.rpc("state_getRuntimeVersion")).specVersion];
      await light.subscribe("state_subscribeRuntimeVersion", [], ({ specVersion }) => versions.push(specVersion));
      const { number } = await setCode(api, toHex(withoutBabe(readFileSync(next))));
      await until("past the upgrade", within, () => final() > number + 5 && versions.at(-1) === 426);
      if ((await light.rpc("state_getStorage", ownerCut)) !== migrated)
        throw new Error("the migration is not in its state");
      const faults = [
        ...(await faultsOf("best", light.best, node, false)),
        ...(await faultsOf("finalized", light.finalized, node, true)),
      ];
      if (faults.length > 0) throw new Error(faults.slice(0, 3).join("; "));
      return `${light.finalized.length} final heads to #${final()}, versions ${[...new Set(versions)].join(", ")}, upgrade in #${number}`;
    } finally {
      await light.stop();
      await api.disconnect();
    }
  } finally {
    await node.stop();
  }
}
