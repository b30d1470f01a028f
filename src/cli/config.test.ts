import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import { command } from "./command.ts";
import { nodeConfig } from "./config.ts";
import { runOptions } from "./options/run.ts";
import { parseArguments } from "./program.ts";

const node = command({ name: "", doc: "", options: runOptions, run: async () => 0 });
const configOf = (line: string, environment: Record<string, string> = {}) =>
  nodeConfig(parseArguments(node, line.split(" ").filter(Boolean)).values, {
    environment,
    random: () => "x",
    ask: () => "asked",
  });

const peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
const other = "12D3KooWHvLp7Pb2jCaeugAkUGW1XgqNPimeE2TiqGZF8kCvPZJP";

describe("what the options mean together", () => {
  it("RUST_LOG's filters come before those of --log", () => {
    const { log } = configOf("--dev -l txpool=debug,warn --log-format json", { RUST_LOG: "error,sync" });
    expect(log).toMatchObject({ filters: ["error", "sync", "txpool=debug", "warn"], format: "json" });
  });

  it.each([
    ["--bootnodes abc", "--bootnodes: 'abc' is not a peer's address such as /ip4/HOST/tcp/PORT/p2p/PEER_ID"],
    ["--reserved-nodes /ip4/1.2.3.4/tcp/1", "--reserved-nodes: '/ip4/1.2.3.4/tcp/1' is not a peer's address such as"],
    ["--listen-addr 127.0.0.1:30333", "--listen-addr: '127.0.0.1:30333' is not an address such as /ip4/HOST/tcp/PORT"],
    ["--public-addr /ip4/1.2.3.4/udp/1", "--public-addr: '/ip4/1.2.3.4/udp/1' is not an address such as"],
    ["--public-addr /ip4/1.2.3.4/tcp/70000", "--public-addr: '/ip4/1.2.3.4/tcp/70000' is not an address such as"],
    ["--listen-addr /dns/localhost/tcp/1", "--listen-addr: '/dns/localhost/tcp/1' is not an address such as"],
    [`--bootnodes /ip4/999.0.0.1/tcp/1/p2p/${peer}`, "is not a peer's address such as"],
    [`--bootnodes /ip4/1.2.3.4/tcp/1/p2p/${peer}x`, "is not a peer's address such as"],
    [
      `--bootnodes /ip4/1.2.3.4/tcp/1/p2p/${peer} --bootnodes /ip4/1.2.3.4/tcp/1/p2p/${other}`,
      `the bootnode /ip4/1.2.3.4/tcp/1 is named with two identities: ${peer} and ${other}`,
    ],
  ])("refuses %s before anything starts", (line, message) => {
    expect(() => configOf(`--dev ${line}`)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
    );
  });

  it("an empty base path is refused", () => {
    const run = () => configOf("--dev --base-path=");
    expect(run).toThrow("--base-path is empty: give a directory");
  });

  it("--dev: One's authoring, all origins, and a temporary directory", () => {
    const config = configOf("--dev");
    expect(config).toMatchObject({ authority: true, devKey: "One", name: "One", forceAuthoring: true });
    expect(config).toMatchObject({ temporary: true, build: undefined, rpc: { cors: undefined, external: false } });
    expect(config.paths.base).toMatch(/\/subtensor-x$/);
  });

  it("--dev with a base path keeps it; another key, origins and configuration stand", () => {
    const config = configOf("--dev --alice --base-path /b --rpc-cors http://a,null --fast-runtime --sealing 500");
    expect(config).toMatchObject({ temporary: false, devKey: "Alice", name: "Alice", build: "local", sealing: 500 });
    expect(config.rpc.cors).toEqual(["http://a", "null"]);
    expect(config.paths).toEqual({
      base: "/b",
      chain: "/b/chains/bittensor",
      database: "/b/chains/bittensor/db/level",
      keystore: "/b/chains/bittensor/keystore",
      network: "/b/chains/bittensor/network",
      nodeKey: "/b/chains/bittensor/network/secret_ed25519",
    });
  });

  it("a plain full node takes part in nothing and serves loopback and local origins", () => {
    const config = configOf("--chain local -d /b --rpc-max-batch-request-len 5 --no-grandpa --pool-kbytes 1");
    expect(config).toMatchObject({ authority: false, devKey: undefined, name: "node-x", grandpa: false });
    expect(config.rpc.cors).toContain("https://polkadot.js.org");
    expect(config.rpc.maxBatch).toBe(5);
    expect(config.pool.bytes).toBe(1024);
    expect(configOf("--chain local -d /b --rpc-disable-batch-requests").rpc.maxBatch).toBe(0);
  });

  it("data lies in the platform's directory when none is given", () => {
    expect(configOf("--chain local", { XDG_DATA_HOME: "/x" }).paths.base).toMatch(/subtensor$/);
  });

  it("refuses a validator that everybody may call, unless it is said to be meant", () => {
    expect(() => configOf("--chain local -d /b --validator --rpc-external")).toThrow("--unsafe-rpc-external");
    expect(configOf("--chain local -d /b --validator --unsafe-rpc-external").rpc.external).toBe(true);
    expect(configOf("--chain local -d /b --validator --rpc-external --rpc-methods unsafe").rpc.external).toBe(true);
  });

  it("refuses bad names", () => {
    for (const name of ["a.b", "a@b", "https://x", "y".repeat(64)]) {
      expect(() => configOf(`--chain local -d /b --name ${name}`)).toThrow("cannot be used");
    }
  });

  it("names the choices when there is no chain, and what is wrong with a file", () => {
    expect(() => configOf("")).toThrow(/^which chain\? .*--dev.*--chain local.*--chain FILE/);
    expect(() => configOf("--chain nowhere")).toThrow("unknown chain 'nowhere' (no such file)");
    expect(() => configOf("--chain finney")).toThrow("raw specification file");
    const folder = mkdtempSync(join(tmpdir(), "spec-"));
    const file = join(folder, "spec.json");
    writeFileSync(file, '{"name": "x", "id": 5}');
    expect(() => configOf(`--chain ${file}`)).toThrow(
      `the chain specification ${file} does not parse: id must be a text`,
    );
    writeFileSync(file, "{");
    expect(() => configOf(`--chain ${file}`)).toThrow("does not parse");
    expect(() => configOf(`--chain ${folder}`)).toThrow("cannot be read");
    rmSync(folder, { recursive: true });
  });

  it("BT_DEFAULT_TOKEN_WALLET gets a million TAO in the genesis", () => {
    const balances = (wallet: string) => {
      const { genesis } = configOf("--chain local -d /b", { BT_DEFAULT_TOKEN_WALLET: wallet }).spec;
      if (genesis.type !== "plain") throw new Error("raw");
      return (genesis.config.balances as { balances: [string, number][] }).balances;
    };
    const stranger = ss58Encode(`0x${"12".repeat(32)}`);
    expect(balances(stranger).at(-1)).toEqual([stranger, 1_000_000_000_000_000]);
    const eve = ss58Encode(devAccount("Eve").publicKey);
    expect(balances(eve)).toHaveLength(11);
    expect(balances(eve)[4]).toEqual([eve, 1_000_000_000_000_000]);
    expect(() => balances("5nonsense")).toThrow("BT_DEFAULT_TOKEN_WALLET");
  });
});
