import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { devKeyFlags } from "../../src/cli/options/node.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import { keystoreFileContent, keystoreFileName } from "../../src/crypto/keystore.ts";
import { mockSignature } from "../../src/crypto/mock-signature.ts";
import { toHex } from "../../src/lib/bytes.ts";
import { startBanner } from "../../src/node/banner.ts";
import { genesisStorage, rawGenesis } from "../../src/node/genesis.ts";
import { chainSpecJson } from "../../src/primitives/chain-spec.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";
import { smallProgramFile } from "./small-program.ts";
import { configOf, freshDirectory, idleRows, pause, type Rows, runNode, type TestNode, until } from "./support.ts";

const genesisOf = async (...args: string[]): Promise<string> => (await runNode([...args, "--tmp"])).api.genesisHash;
const best = (node: TestNode): number => node.chain.best().number;

export const chainRows: Rows = {
  chain: async () => expect(await genesisOf("--chain", "local")).not.toBe(await genesisOf("--chain", "dev")),
  dev: async () => {
    const node = await runNode(["--dev"]);
    await until(() => best(node) > 0);
    expect(node.config).toMatchObject({ temporary: true, devKey: "One", rpc: { cors: undefined } });
    expect(() => configOf([])).toThrow("which chain?");
  },
  fastRuntime: async () => {
    const slot = async (...args: string[]): Promise<string> =>
      (await (await runNode(args)).call("state_call", "AuraApi_slot_duration", "0x")).result;
    expect(await slot("--dev", "--fast-runtime")).toBe("0xfa00000000000000");
    expect(await slot("--dev")).toBe("0xe02e000000000000");
  },
  powFaucet: async () => {
    const node = await runNode(["--dev", "--pow-faucet"]);
    await startBanner(node);
    expect(node.lines.join("")).toMatch(/\(pow-faucet rules, genesis /);
    expect((await node.call("state_call", "AuraApi_slot_duration", "0x")).result).toBe("0xe02e000000000000");
    expect(node.api.genesisHash).not.toBe(await genesisOf("--dev"));
  },
  drand: async () => expect(await genesisOf("--dev", "--drand", "offline")).not.toBe(await genesisOf("--dev")),
  lightClientFacade: async () => {
    const node = await runNode(["--dev", "--light-client-facade"]);
    const code = (await node.call("state_getStorage", "0x3a636f6465")).result as string;
    expect([code.slice(0, 10), code.length > 1_000_000]).toEqual(["0x0061736d", true]);
    expect((await node.call("state_call", "AuraApi_slot_duration", "0x")).result).toBe("0xe02e000000000000");
  },
  runtime: async () => {
    const node = await runNode(["--dev", "--runtime", await smallProgramFile(426)]);
    await startBanner(node);
    expect(node.lines.join("")).toMatch(/\(its own program, genesis /);
    // The program's slots, which are those of the fast blocks, and not those of the rules that the node starts with.
    expect(node.lines.join("")).toContain("Blocks: every 250 ms (Aura)");
    expect((await node.call("state_getRuntimeVersion")).result.specVersion).toBe(426);
    await until(() => best(node) > 0);
  },
  basePath: async () => {
    const base = freshDirectory();
    const chain = join(base, "chains", "bittensor");
    mkdirSync(join(chain, "paritydb", "full"), { recursive: true });
    const node = await runNode(["--dev", "-d", base], { memory: false });
    expect(readdirSync(join(chain, "db", "level"))).toContain("CURRENT");
    await startBanner(node);
    expect(node.lines.join("")).toContain(
      `The original's database ${join(chain, "paritydb", "full")} is left as it is`,
    );
  },
};

const devKeyRow = (flag: (typeof devKeyFlags)[number]) => async () => {
  const name = (flag.charAt(0).toUpperCase() + flag.slice(1)) as Parameters<typeof devAccount>[0];
  const node = await runNode(["--chain", "local", "--tmp", `--${flag}`]);
  expect(node.config.name).toBe(name);
  expect((await node.call("system_nodeRoles")).result).toEqual(["Authority"]);
  const key = devAccount(name).publicKey;
  expect((await node.call("author_hasKey", key, "aura")).result).toBe(true);
};

/** A chain in which Alice lists a hotkey that nobody owns. */
async function brokenChain(): Promise<string> {
  const { spec } = configOf(["--dev"]);
  const storage = await genesisStorage(spec, "production");
  const listed = subtensor.OwnedHotkeys.at(devAccount("Alice").publicKey).key;
  const top = new Map([...storage.top, [listed, Uint8Array.of(4, ...Array(32).fill(7))]]);
  const file = join(freshDirectory(), "broken.json");
  const genesis = rawGenesis({ ...storage, top });
  writeFileSync(file, JSON.stringify(chainSpecJson({ ...spec, genesis })));
  return file;
}

export const roleRows: Rows = {
  validator: async () => {
    const roles = async (...args: string[]) =>
      (await (await runNode(["--chain", "local", "--tmp", ...args])).call("system_nodeRoles")).result;
    expect([await roles("--validator"), await roles()]).toEqual([["Authority"], ["Full"]]);
  },
  ...Object.fromEntries(devKeyFlags.map((flag) => [flag, devKeyRow(flag)])),
  name: async () => {
    const node = await runNode(["--dev", "--name", "a name"]);
    await startBanner(node);
    expect(node.lines.join("")).toContain("Node name: a name\n");
  },
  tmp: () => {
    expect(configOf(["--chain", "local", "--tmp"])).toMatchObject({ temporary: true });
    expect(configOf(["--chain", "local"])).toMatchObject({ temporary: false });
  },
  forceAuthoring: async () => {
    const local = ["--chain", "local", "--fast-runtime", "--one", "--tmp"];
    const [alone, forced] = [await runNode(local), await runNode([...local, "--force-authoring"])];
    await until(() => best(forced) > 1);
    expect(best(alone)).toBe(0);
  },
  tryState: async () => {
    const faults: string[] = [];
    const chain = ["--chain", await brokenChain(), "--one", "--tmp", "--sealing", "manual"];
    const onFault = (error: Error): void => void faults.push(error.message);
    const [checked, unchecked] = [
      await runNode([...chain, "--try-state"], { onFault }),
      await runNode(chain, { onFault }),
    ];
    expect(await unchecked.call("engine_createBlock", true, true)).toHaveProperty("result");
    expect(faults).toEqual([]);
    expect(await checked.call("engine_createBlock", true, true)).toHaveProperty("error");
    expect(faults.join()).toContain("A listed hotkey is owned.");
  },
  noGrandpa: async () => {
    const node = await runNode(["--dev", "--fast-runtime", "--no-grandpa"]);
    await until(() => best(node) > 2);
    expect(node.chain.database.finalized().number).toBe(0);
  },
  sealing: async () => {
    const node = await runNode(["--dev", "--fast-runtime", "--sealing", "manual"]);
    await pause(600);
    expect(best(node)).toBe(0);
    await node.call("engine_createBlock", true, true);
    expect(best(node)).toBe(1);
    const often = await runNode(["--dev", "--sealing", "20"]);
    await until(() => best(often) > 5);
  },
  devRpc: async () => {
    const chain = ["--chain", "local", "--tmp", "--alice", "--sealing", "manual"];
    const [plain, owned] = [await runNode(chain), await runNode([...chain, "--dev-rpc"])];
    expect(await plain.call("dev_newBlock")).toHaveProperty("error");
    expect(await owned.call("dev_newBlock")).toHaveProperty("result");
    expect(() => configOf(["--chain", "local", "--tmp", "--dev-rpc"])).toThrow("has nothing to command");
  },
  mockSignatures: async () => {
    const genesisHash = (await runNode(["--dev", "--sealing", "manual"])).api.genesisHash;
    const pair = { ...devAccount("Alice"), sign: () => mockSignature };
    const call = transfer(devAccount("Bob").publicKey, 1n);
    const mocked = toHex(signExtrinsic(createRuntime(builds.production), { call, pair, nonce: 0, genesisHash }));
    const answerOf = async (...args: string[]) =>
      (await runNode(["--dev", "--sealing", "manual", ...args])).call("author_submitExtrinsic", mocked);
    expect(await answerOf()).toHaveProperty("error");
    expect(await answerOf("--mock-signatures")).toHaveProperty("result");
    expect(() => configOf(["--chain", "local", "--tmp", "--alice", "--mock-signatures"])).toThrow("needs --dev-rpc");
  },
  ...idleRows("", "inside", { initialConsensus: "babe" }),
};

/** A directory with One's session keys, whose secret lacks the password. */
function keystoreOf(password: string): string {
  const directory = join(freshDirectory(), "keys");
  mkdirSync(directory);
  for (const [keyType, scheme] of [
    ["aura", "sr25519"],
    ["gran", "ed25519"],
  ] as const) {
    const { publicKey } = keyPairFromSuri(scheme, "//One", password);
    writeFileSync(join(directory, keystoreFileName({ keyType, publicKey })), keystoreFileContent("//One"));
  }
  return directory;
}

/** Whether a node signs with the keys that a password opens. */
async function signsWith(password: string, args: readonly string[], ask?: () => string): Promise<boolean> {
  const directory = keystoreOf(password);
  const config = configOf(["--dev", "--keystore-path", directory, ...args], ask === undefined ? {} : { ask });
  const { openKeystore } = await import("../../src/node/keystore.ts");
  const { publicKey } = keyPairFromSuri("sr25519", "//One", password);
  const keystore = openKeystore(config.paths.keystore, config.keystorePassword);
  try {
    return keystore.pair("aura", publicKey) !== undefined;
  } catch {
    return false;
  }
}

export const keystoreRows: Rows = {
  keystorePath: async () => {
    const directory = freshDirectory();
    const node = await runNode(["--dev", "--keystore-path", directory]);
    // A secret that is none would end the node when it signs.
    const refused = await node.call("author_insertKey", "aura", "no words", devAccount("Two").publicKey);
    expect(refused.error?.code).toBe(1040);
    await node.call("author_insertKey", "aura", "//Two", devAccount("Two").publicKey);
    // The beacon's key comes by itself, a second after the start.
    expect(readdirSync(directory).filter((name) => name.startsWith("61757261"))).toHaveLength(1);
  },
  password: async () => {
    expect(await signsWith("secret", ["--password", "secret"])).toBe(true);
    expect(await signsWith("secret", [])).toBe(false);
  },
  passwordInteractive: async () =>
    expect(await signsWith("typed", ["--password-interactive"], () => "typed")).toBe(true),
  passwordFilename: async () => {
    const file = join(freshDirectory(), "password");
    writeFileSync(file, "kept\n");
    // The line end counts, as in the original.
    expect(await signsWith("kept\n", ["--password-filename", file])).toBe(true);
    expect(await signsWith("kept", ["--password-filename", file])).toBe(false);
    expect(() => configOf(["--dev", "--password-filename", "/no/such/file"])).toThrow("cannot be read");
  },
};

const pulses = "drand";

export const offchainRows: Rows = {
  offchainWorker: async () => {
    const chain = ["--dev", "--fast-runtime", "--drand", "offline"];
    const [working, idle] = [await runNode(chain), await runNode([...chain, "--offchain-worker", "never"])];
    const extrinsics = ({ chain: { database } }: TestNode, number: number): number =>
      database.body(database.hashAt(number) ?? "0x")?.length ?? 0;
    await until(() => best(working) > 12 && best(idle) > 12, 20_000);
    const most = (node: TestNode): number =>
      Math.max(...Array.from({ length: 12 }, (_, at) => extrinsics(node, at + 1)));
    expect(most(working), pulses).toBeGreaterThan(2);
    expect(most(idle), pulses).toBe(2);
  },
  ...idleRows("", "later", { enableOffchainIndexing: "true" }),
};
