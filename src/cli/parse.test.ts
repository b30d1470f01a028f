import { describe, expect, it } from "vitest";
import { UserError } from "../lib/user-error.ts";
import { command } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, idleNotices, optionUsage } from "./help.ts";
import { flagOf } from "./option.ts";
import { runGroups, runOptions } from "./options/run.ts";
import { parseArguments } from "./parse.ts";

const node = command({ name: "", doc: "", options: runOptions, run: async () => 0 });
const parse = (line: string) => parseArguments(node, line.split(" ").filter(Boolean));

/** The message of the error that a line gives; it must be one of wrong usage. */
function misuse(line: string): string {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${line}`);
}

describe("arguments", () => {
  it("are read with a space or an equals sign, short or long, by any of their names", () => {
    const a = parse("--rpc-port 1 --base-path=/x --pruning=archive --keep-blocks 12 --allow-private-ipv4 -lsync=debug");
    const b = parse("--rpc-port=1 -d /x --state-pruning archive --blocks-pruning=12 --allow-private-ip -l sync=debug");
    expect(a.values).toEqual(b.values);
    expect(a.values).toMatchObject({ rpcPort: 1, basePath: "/x", statePruning: "archive", blocksPruning: 12 });
    expect(parse("-d=/x").values.basePath).toBe("/x");
    expect([...a.given]).toEqual(["rpcPort", "basePath", "statePruning", "blocksPruning", "allowPrivateIp", "log"]);
  });

  it("have the original's defaults", () => {
    expect(parse("").values).toMatchObject({
      ...{ rpcPort: 9944, rpcMaxConnections: 10_000, rpcMaxSubscriptionsPerConnection: 10_000, rpcMethods: "auto" },
      ...{ rpcMaxRequestSize: 15, poolLimit: 8192, poolKbytes: 20480, txBanSeconds: 1800, prometheusPort: 9615 },
      ...{ statePruning: undefined, blocksPruning: undefined, inPeers: 32, outPeers: 8, sync: "full" },
      ...{ sealing: undefined, rpcMaxBatchRequestLen: undefined, chain: undefined, noGrandpa: false },
    });
  });

  it("collect lists, whether repeated or in a row", () => {
    const read = parse("--bootnodes /a /b --dev --bootnodes=/c --telemetry-url=wss://x");
    expect(read.values).toMatchObject({ bootnodes: ["/a", "/b", "/c"], dev: true, telemetryUrl: ["wss://x"] });
  });

  it("know the three ways of sealing", () => {
    expect(["manual", "instant", "250"].map((mode) => parse(`--sealing=${mode}`).values.sealing)).toEqual([
      ...["manual", "instant", 250],
    ]);
    for (const mode of ["0", "interval=3", "-3", "2s"]) misuse(`--sealing=${mode}`);
  });

  it("take a flag whose value is optional, alone or with it", () => {
    expect(parse("--warm-up-trie-cache --dev").values.warmUpTrieCache).toBe("non-blocking");
    expect(parse("--warm-up-trie-cache blocking").values.warmUpTrieCache).toBe("blocking");
  });

  it("are refused with the reason", () => {
    expect(misuse("--rpc-prt 1")).toBe("unknown option --rpc-prt (did you mean --rpc-port?); see --help");
    expect(misuse("--three")).toContain("unknown option --three");
    expect(misuse("-x")).toContain("unknown option -x");
    expect(misuse("--rpc-port")).toBe("--rpc-port needs a value: PORT");
    expect(misuse("--chain --dev")).toContain("--chain needs a value");
    expect(misuse("--rpc-port 70000")).toBe("--rpc-port: '70000' is not a whole number from 0 to 65535");
    expect(misuse("--rpc-port 1e3")).toContain("is not a whole number");
    expect(misuse("--rpc-methods some")).toContain("one of auto, safe, unsafe");
    expect(misuse("--dev=yes")).toBe("--dev takes no value");
    expect(misuse("--dev --dev")).toBe("--dev is given twice");
    expect(misuse("--pruning 1 --state-pruning 2")).toContain("is given twice");
    expect(misuse("--one --two")).toBe("--one cannot be given together with --two");
    expect(misuse("--tmp --base-path /x")).toContain("cannot be given together");
    expect(misuse("--rpc-disable-batch-requests --rpc-max-batch-request-len 3")).toContain("cannot be given together");
    expect(misuse("--execution wasm --execution-other native")).toContain("cannot be given together");
    expect(misuse("--dev build-spec")).toBe("unknown argument 'build-spec'; see --help");
  });

  it("of the project's scripts and tools parse unchanged", () => {
    const lines = [
      "--base-path /t/one --chain=/t/local.json --one --port 30334 --rpc-port 9944 --validator --rpc-cors=all --allow-private-ipv4 --discover-local --unsafe-force-node-key-generation --unsafe-rpc-external",
      "--base-path /t/three --chain=/t/local.json --name Three --port 30336 --rpc-port 9946 --validator --rpc-cors=all --allow-private-ipv4 --discover-local --unsafe-force-node-key-generation",
      "--one --dev --force-authoring --rpc-cors=all --no-prometheus --no-telemetry --reserved-only --tmp --sealing=manual --port=30333 --rpc-port=9947",
      "--one --dev",
      "--chain /z/raw.json --base-path /z --name one --node-key 0000000000000000000000000000000000000000000000000000000000000001 --rpc-port 9947 --listen-addr /ip4/0.0.0.0/tcp/30333/ws --prometheus-port 9615 --rpc-cors all --rpc-methods unsafe --no-mdns --no-telemetry --bootnodes /ip4/127.0.0.1/tcp/1/p2p/x --validator --prometheus-external --unsafe-rpc-external",
      "--base-path=/data --chain=./chainspecs/raw_spec_finney.json --rpc-external --rpc-cors=all --no-mdns --bootnodes=/dns/x --sync=warp --database paritydb --db-cache 4096 --trie-cache-size 2048",
      "--base-path=/data --chain=./c.json --rpc-external --rpc-cors=all --no-mdns --bootnodes=/dns/x --pruning=archive",
    ];
    for (const line of lines) expect(() => parse(line)).not.toThrow();
  });
});

describe("the help", () => {
  it("lists every option of every command under a heading, with a sentence", () => {
    expect(Object.keys(runOptions).sort()).toEqual(Object.values(runGroups).flatMap(Object.keys).sort());
    for (const one of commands) {
      const help = commandHelp(one, commands);
      for (const [key, spec] of Object.entries(one.options)) {
        expect(help).toContain(optionUsage(key, spec));
        expect(spec.doc, `${one.name} ${flagOf(key)}`).toMatch(/^[A-Z].*[.)]$/);
        for (const other of spec.conflicts ?? []) expect(Object.keys(one.options)).toContain(other);
      }
    }
  });

  it("says which of the given options have no effect", () => {
    const { given } = parse("--port 3 --no-mdns --wasm-execution compiled --dev");
    expect(idleNotices(node, given)).toEqual([
      "--port: No effect yet: this node has no peer-to-peer network.",
      "--wasm-execution: Accepted; no effect in this client.",
    ]);
  });
});
