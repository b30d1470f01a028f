import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { toHex } from "../../src/lib/bytes.ts";
import { smallGenesis, smallProgramFile } from "./small-program.ts";
import { freshDirectory, idleRows, type Rows, spawned, subtensor } from "./support.ts";

// biome-ignore lint/suspicious/noExplicitAny: rows look into the document.
async function built(...options: string[]): Promise<any> {
  return JSON.parse((await subtensor("build-spec", ...options)).out);
}

const quiet = ["--disable-default-bootnode"];
const peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

export const specRows: Rows = {
  chain: async () => {
    const authorities = async (chain: string): Promise<unknown[]> =>
      (await built("--chain", chain, ...quiet)).genesis.runtimeGenesis.patch.aura.authorities;
    expect([(await authorities("dev")).length, (await authorities("local")).length]).toEqual([1, 3]);
  },
  dev: async () => expect(await built("--dev", ...quiet)).toEqual(await built("--chain", "dev", ...quiet)),
  fastRuntime: async () =>
    expect(await built("--dev", "--raw", "--fast-runtime", ...quiet)).not.toEqual(
      await built("--dev", "--raw", ...quiet),
    ),
  powFaucet: async () => {
    const { subtensorTs, genesis } = await built("--dev", "--pow-faucet", ...quiet);
    expect([subtensorTs, genesis.runtimeGenesis.code]).toEqual([{ rules: "pow-faucet" }, "0x00535446"]);
  },
  drand: async () =>
    expect(await built("--dev", "--drand", "offline", ...quiet)).not.toEqual(await built("--dev", ...quiet)),
  lightClientFacade: async () => {
    const { subtensorTs, genesis } = await built("--dev", "--fast-runtime", "--light-client-facade", ...quiet);
    const { code } = genesis.runtimeGenesis;
    expect([subtensorTs, code.slice(0, 10)]).toEqual([undefined, "0x0061736d"]);
    const raw = await built("--dev", "--fast-runtime", "--light-client-facade", "--raw", ...quiet);
    expect(raw.genesis.raw.top["0x3a636f6465"]).toBe(code);
    // Of a file: the program takes the place of another build's, and the file with it is printed again as it is.
    const [plain, whole] = [join(freshDirectory(), "plain"), join(freshDirectory(), "whole")];
    writeFileSync(plain, JSON.stringify(await built("--dev", "--fast-runtime", "--raw", ...quiet)));
    writeFileSync(whole, JSON.stringify(raw));
    expect(await built("--chain", plain, "--light-client-facade", ...quiet)).toEqual(raw);
    expect(await built("--chain", whole, ...quiet)).toEqual(raw);
  },
  runtime: async () => {
    const program = await smallProgramFile();
    const { genesis, subtensorTs } = await built("--dev", "--runtime", program, ...quiet);
    expect(genesis.runtimeGenesis.code).toBe(toHex(readFileSync(program)));
    const raw = await built("--dev", "--runtime", program, "--raw", ...quiet);
    // Light clients refuse members that they do not know, and no rules of ours execute such a chain.
    expect([subtensorTs, raw.subtensorTs]).toEqual([undefined, undefined]);
    expect(Object.keys(raw.genesis.raw.top)).toHaveLength(smallGenesis.length + 1);
    // In a raw specification it takes the place of another one, which is said.
    const file = join(freshDirectory(), "raw.json");
    writeFileSync(file, JSON.stringify(raw));
    const warned = async (path: string): Promise<string> =>
      (await subtensor("build-spec", "--chain", file, "--runtime", path, ...quiet, "-l", "off")).err;
    expect(await warned(program)).toBe("");
    expect(await warned(await smallProgramFile(427))).toMatch(
      /^--runtime \S+ takes the place of the program in the raw specification \S+: this is another chain .*\n$/,
    );
  },
  basePath: async () => {
    const base = freshDirectory();
    await built("--dev", "--base-path", base);
    // The node key that the boot node's address is made of.
    expect(readdirSync(join(base, "chains", "bittensor", "network"))).toEqual(["secret_ed25519"]);
  },
  log: async () => {
    expect((await subtensor("build-spec", "--dev", ...quiet)).err).toContain("Building chain spec");
    expect((await subtensor("build-spec", "--dev", ...quiet, "-l", "off")).err).toBe("");
  },
  detailedLogOutput: async () =>
    expect((await subtensor("build-spec", "--dev", ...quiet, "--detailed-log-output")).err).toMatch(/ INFO main \S+: /),
  logFormat: async () =>
    expect((await subtensor("build-spec", "--dev", ...quiet, "--log-format", "json")).err).toMatch(
      /^\{"level":"info",/,
    ),
  disableLogColor: async () => {
    const onTerminal = { NODE_OPTIONS: "--import=data:text/javascript,process.stderr.isTTY=true" };
    const colored = async (...options: string[]): Promise<boolean> =>
      (await spawned(["build-spec", "--dev", ...quiet, ...options], "", onTerminal)).err.includes("\u001b[");
    expect([await colored(), await colored("--disable-log-color")]).toEqual([true, false]);
  },
  nodeKey: async () =>
    expect((await built("--dev", "--node-key", `${"00".repeat(31)}01`)).bootNodes).toEqual([
      `/ip4/127.0.0.1/tcp/30333/p2p/${peer}`,
    ]),
  nodeKeyFile: async () => {
    const file = join(freshDirectory(), "key");
    writeFileSync(file, `${"00".repeat(31)}01`);
    expect((await built("--dev", "--node-key-file", file)).bootNodes[0]).toContain(peer);
  },
  raw: async () => expect((await built("--dev", "--raw", ...quiet)).genesis.raw.top).toHaveProperty("0x3a636f6465"),
  disableDefaultBootnode: async () => expect((await built("--dev", ...quiet)).bootNodes).toEqual([]),
  ...idleRows("build-spec", "command", {
    ...{ nodeKeyType: "ed25519", unsafeForceNodeKeyGeneration: true, enableLogReloading: true },
  }),
  ...idleRows("build-spec", "inside", { tracingTargets: "x", tracingReceiver: "log" }),
};
