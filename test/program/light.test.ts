import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { expect, it, onTestFinished } from "vitest";
import { toHex } from "../../src/lib/bytes.ts";
import { smallGenesis } from "../options/small-program.ts";
import { knownNodeKey, listening } from "../support/light-chain.ts";
import { startLightClient, until } from "../support/light-client.ts";
import { freePort, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";
import { smallProgram } from "./build.ts";

const subtensor = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const within = 30_000;

it("smoldot follows a chain by the program in its :code, over an upgrade", async () => {
  const base = mkdtempSync(join(tmpdir(), "subtensor-light-program-"));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [program, specFile] = [join(base, "small.wasm"), join(base, "spec.json")];
  writeFileSync(program, await smallProgram({ specVersion: 425, genesis: smallGenesis }));
  const { stdout: spec, stderr } = await runCommand(subtensor, ["build-spec", "--dev", "--runtime", program, "--raw"]);
  expect(stderr).toContain("Building chain spec");
  writeFileSync(specFile, spec);
  const { secret, peerId } = knownNodeKey(1);
  const port = await freePort();
  const node = await startNode(
    [
      ...["--chain", specFile, "--base-path", base, "--one", "--validator", "--node-key", secret, "--no-mdns"],
      ...["--force-authoring", "--listen-addr", `/ip4/127.0.0.1/tcp/${port}/ws`],
    ],
    { within },
  );
  onTestFinished(() => void node.stop());
  await listening(node);
  const light = await startLightClient({ spec, bootNodes: [`/ip4/127.0.0.1/tcp/${port}/ws/p2p/${peerId}`] });
  onTestFinished(() => light.stop());
  const final = (): number => light.finalized.at(-1)?.number ?? 0;
  await until("at a final head", within, () => final() > 2);
  const versions: number[] = [];
  await light.subscribe("state_subscribeRuntimeVersion", [], ({ specVersion }) => versions.push(specVersion));

  const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
  onTestFinished(() => api.disconnect());
  const call = api.tx.system?.setCode?.(toHex(await smallProgram({ specVersion: 426 })));
  if (call === undefined) throw new Error("no System.set_code");
  const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
  await api.tx.sudo?.sudoUncheckedWeight?.(call, { refTime: 0, proofSize: 0 }).signAndSend(alice);
  await until("at 426", within, () => versions.at(-1) === 426);
  const upgraded = final();
  await until("past the upgrade", within, () => final() > upgraded + 2);
  expect(versions).toEqual([425, 426]);
}, 120_000);
