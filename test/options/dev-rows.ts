import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { devConfig } from "../../src/cli/commands/dev.ts";
import type { DevValues } from "../../src/cli/options/dev.ts";
import { parseArguments } from "../../src/cli/program.ts";
import type { NodeConfig } from "../../src/node/config.ts";
import { smallProgramFile } from "./small-program.ts";
import { commandOf, configOf, freshDirectory, idleRows, type Row, type Rows, runConfig, until } from "./support.ts";

/** What `subtensor dev` with these arguments tells the node. */
const devOf = (args: readonly string[], environment: Record<string, string> = {}): NodeConfig =>
  devConfig(parseArguments(commandOf("dev"), args).values as DevValues, environment);

/** Runs it without a disk, blocks on command. */
const run = (...args: string[]) => runConfig(devOf(["--sealing", "manual", "--rpc-port", "0", ...args]));

/** The option does here what it does on the node, whose rows show what that is. */
const asOnNode =
  (part: (config: NodeConfig) => unknown, ...args: string[]): Row =>
  () => {
    const here = part(devOf(args));
    expect(here).toEqual(part(configOf(["--dev", ...args])));
    expect(here).not.toEqual(part(devOf([])));
  };
const rpc = (...args: string[]): Row => asOnNode((config) => config.rpc, ...args);
const log = (...args: string[]): Row => asOnNode((config) => config.log, ...args);
const files = (...args: string[]): Row => asOnNode((config) => config.stateFiles, ...args);

/** What the command makes of `--fork` is the node's; that it goes through is seen by the refusal of a wrong address. */
const refusedFork =
  (...args: string[]): Row =>
  async () => {
    const { forkRequest } = await import("../../src/cli/fork-request.ts");
    const { nodeValues } = await import("../../src/cli/commands/dev.ts");
    const { values } = parseArguments(commandOf("dev"), ["--fork", "ws://127.0.0.1:1", ...args]);
    const request = forkRequest(nodeValues(values as DevValues), {});
    const { values: bare } = parseArguments(commandOf("dev"), ["--fork", "ws://127.0.0.1:2"]);
    expect(request).not.toEqual(forkRequest(nodeValues(bare as DevValues), {}));
  };

const slotOf = async (...args: string[]): Promise<string> =>
  (await (await run(...args)).call("state_call", "AuraApi_slot_duration", "0x")).result;
const [fast, slow] = ["0xfa00000000000000", "0xe02e000000000000"];

export const devRows: Rows = {
  productionRules: async () => expect(await slotOf("--production-rules")).toBe(slow),
  powFaucet: async () => expect(await slotOf("--pow-faucet")).toBe(slow),
  fastRuntime: async () => expect([await slotOf("--fast-runtime"), await slotOf()]).toEqual([fast, fast]),
  runtime: async () => {
    const node = await run("--runtime", await smallProgramFile(426));
    expect((await node.call("state_getRuntimeVersion")).result.specVersion).toBe(426);
  },
  engine: async () => {
    const node = await run("--runtime", await smallProgramFile(426), "--engine", "rules");
    expect((await node.call("state_getRuntimeVersion")).result.specVersion).toBe(425);
  },
  world: async () => {
    const cache = freshDirectory();
    const file = join(cache, "world.yaml");
    writeFileSync(file, "name: mine\nsubnets: [{ owner: me, validators: [{ hotkey: v, stake: 10 }] }]\n");
    for (const how of ["built", "kept"]) {
      const config = devOf(["--sealing", "manual", "--rpc-port", "0", "--world", file], { XDG_CACHE_HOME: cache });
      expect(config.stateFiles === undefined).toBe(how === "built");
      const node = await runConfig(config);
      expect((await node.call("dev_getStorage", "SubtensorModule", "SubnetworkN", [1])).result).toBe(2);
    }
    expect(readdirSync(join(cache, "subtensor-ts", "worlds")).length).toBe(1);
    await expect(run("--world", "nowhere")).rejects.toThrow("no world is called nowhere");
    expect(() => devOf(["--world", join(cache, "none.json")])).toThrow("cannot be read");
  },
  play: async () => {
    const config = devOf(["--sealing", "manual", "--rpc-port", "0", "--world", "one-subnet", "--play"], {
      XDG_CACHE_HOME: freshDirectory(),
    });
    const node = await runConfig(config);
    await node.call("dev_newBlock");
    await until(() => node.chain.pool.status().ready > 0);
    expect(() => devOf(["--play"])).toThrow("--play plays a world");
  },
  sealing: async () => {
    expect(devOf(["--sealing", "mixed:500"]).sealing).toEqual({ mixed: 500 });
    expect(devOf([]).sealing).toEqual({ mixed: 250 });
    expect(devOf(["--production-rules"]).sealing).toEqual({ mixed: 12_000 });
    expect(() => devOf(["--sealing", "mixed:0"])).toThrow("mixed:MILLISECONDS");
    const node = await runConfig(devOf(["--sealing", "50", "--rpc-port", "0"]));
    await until(() => node.chain.best().number > 2);
  },
  mockSignatures: asOnNode((config) => config.engine.mockSignatures, "--mock-signatures"),
  tryState: asOnNode((config) => config.tryState, "--try-state"),
  basePath: async () => {
    const base = freshDirectory();
    await runConfig(devOf(["-d", base, "--sealing", "manual", "--rpc-port", "0"]), { memory: false });
    expect(readdirSync(join(base, "chains", "bittensor", "db", "level"))).toContain("CURRENT");
  },
  rpcPort: rpc("--rpc-port", "1234"),
  rpcExternal: rpc("--rpc-external"),
  unsafeRpcExternal: rpc("--unsafe-rpc-external"),
  rpcMethods: rpc("--rpc-methods", "safe"),
  rpcCors: rpc("--rpc-cors", "http://a"),
  rpcMaxConnections: rpc("--rpc-max-connections", "3"),
  rpcMaxSubscriptionsPerConnection: rpc("--rpc-max-subscriptions-per-connection", "3"),
  rpcMaxRequestSize: rpc("--rpc-max-request-size", "3"),
  rpcMaxResponseSize: rpc("--rpc-max-response-size", "3"),
  rpcMessageBufferCapacityPerConnection: rpc("--rpc-message-buffer-capacity-per-connection", "3"),
  rpcMaxBatchRequestLen: rpc("--rpc-max-batch-request-len", "3"),
  rpcDisableBatchRequests: rpc("--rpc-disable-batch-requests"),
  rpcRateLimit: rpc("--rpc-rate-limit", "3"),
  rpcRateLimitWhitelistedIps: rpc("--rpc-rate-limit", "3", "--rpc-rate-limit-whitelisted-ips", "1.2.3.4/24"),
  rpcRateLimitTrustProxyHeaders: rpc("--rpc-rate-limit", "3", "--rpc-rate-limit-trust-proxy-headers"),
  ...idleRows("dev", "later", { experimentalRpcEndpoint: "listen-addr=127.0.0.1:1" }),
  state: files("--state", "a.state"),
  loadState: files("--load-state", "a.state"),
  dumpState: files("--dump-state", "a.state"),
  stateInterval: files("--dump-state", "a.state", "--state-interval", "5"),
  stateBlocks: files("--dump-state", "a.state", "--state-blocks"),
  fork: refusedFork(),
  forkBlock: refusedFork("--fork-block", "7"),
  forkCache: refusedFork("--fork-cache", "somewhere"),
  forkNetuid: async () => {
    const { nodeValues } = await import("../../src/cli/commands/dev.ts");
    const { values } = parseArguments(commandOf("dev"), ["--fork", "ws://127.0.0.1:1", "--fork-netuid", "2"]);
    expect(nodeValues(values as DevValues).forkNetuid).toBe(2);
  },
  forkPrefetch: async () => {
    const { nodeValues } = await import("../../src/cli/commands/dev.ts");
    const { values } = parseArguments(commandOf("dev"), ["--fork", "ws://127.0.0.1:1", "--fork-prefetch", "subnet:2"]);
    expect(nodeValues(values as DevValues).forkPrefetch).toEqual(["subnet:2"]);
  },
  forkRate: refusedFork("--fork-rate", "7"),
  forkSudo: () => expect(devOf(["--fork-sudo", "bob"]).forkSudo).toBe("Bob"),
  forkTimeout: refusedFork("--fork-timeout", "7"),
  log: log("-l", "off"),
  detailedLogOutput: log("--detailed-log-output"),
  logFormat: log("--log-format", "json"),
  disableLogColor: log("--disable-log-color"),
  enableLogReloading: log("--enable-log-reloading"),
  ...idleRows("dev", "inside", { tracingTargets: "x", tracingReceiver: "log" }),
};
