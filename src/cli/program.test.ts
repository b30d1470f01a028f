import { describe, expect, it, vi } from "vitest";
import { UserError } from "../lib/user-error.ts";
import { command } from "./command.ts";
import { commands } from "./commands.ts";
import { idleNotices, optionUsage } from "./help.ts";
import { flagOf } from "./option.ts";
import { runGroups, runOptions } from "./options/run.ts";
import { Answered, createParser, parseArguments, runProgram } from "./program.ts";

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
    expect(parse("-d/x=y").values.basePath).toBe("/x=y");
    expect(parse("--base-path==x").values.basePath).toBe("=x");
    expect([...a.given].sort()).toEqual(
      ["rpcPort", "basePath", "statePruning", "blocksPruning", "allowPrivateIp", "log"].sort(),
    );
  });

  it("whose names begin with no- are options of their own, not opposites", () => {
    expect(parse("--no-mdns --no-grandpa --no-private-ip").values).toMatchObject({
      ...{ noMdns: true, noGrandpa: true, noPrivateIp: true, allowPrivateIp: false, noTelemetry: false },
    });
    expect(misuse("--no-dev")).toContain("unknown option '--no-dev'");
    expect(misuse("--mdns")).toContain("unknown option '--mdns'");
  });

  it("have the original's defaults", () => {
    expect(parse("").values).toMatchObject({
      ...{ rpcPort: 9944, rpcMaxConnections: 10_000, rpcMaxSubscriptionsPerConnection: 10_000, rpcMethods: "auto" },
      ...{ rpcMaxRequestSize: 15, poolLimit: 8192, poolKbytes: 20480, txBanSeconds: undefined, prometheusPort: 9615 },
      ...{ statePruning: undefined, blocksPruning: undefined, inPeers: 32, outPeers: 8, sync: "full" },
      ...{ sealing: undefined, rpcMaxBatchRequestLen: undefined, chain: undefined, noGrandpa: false },
    });
  });

  it("collect lists, whether repeated or in a row", () => {
    const read = parse("--bootnodes /a /b --dev --bootnodes=/c");
    expect(read.values).toMatchObject({ bootnodes: ["/a", "/b", "/c"], dev: true, reservedNodes: [] });
    // One value each time, as the original has it: a second one in the row is an argument.
    const telemetry = ["--telemetry-url", "wss://x 1", "--telemetry-url=wss://y 2"];
    expect(parseArguments(node, telemetry).values.telemetryUrl).toEqual(["wss://x 1", "wss://y 2"]);
    expect(() => parseArguments(node, [...telemetry, "wss://z 3"])).toThrow("too many arguments");
    // Each reading begins with empty lists.
    expect(parse("--bootnodes /d").values.bootnodes).toEqual(["/d"]);
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
    expect(misuse("--rpc-prt 1")).toBe("unknown option '--rpc-prt' (Did you mean --rpc-port?); see --help");
    expect(misuse("--three")).toContain("unknown option '--three'");
    expect(misuse("-x")).toContain("unknown option '-x'");
    expect(misuse("--rpc-port")).toBe("--rpc-port needs a value: PORT");
    expect(misuse("--chain --dev")).toContain("--chain needs a value");
    expect(misuse("--rpc-port 70000")).toBe("--rpc-port: '70000' is not a whole number from 0 to 65535");
    expect(misuse("--rpc-port 1e3")).toContain("is not a whole number");
    expect(misuse("--rpc-methods some")).toContain("one of auto, safe, unsafe");
    expect(misuse("--dev=yes")).toBe("--dev takes no value");
    expect(misuse("--dev --dev")).toBe("--dev is given twice");
    expect(misuse("--pruning 1 --state-pruning 2")).toContain("is given twice");
    expect(misuse("--one --two")).toBe("option '--one' cannot be used with option '--two'; see --help");
    expect(misuse("--tmp --base-path /x")).toContain("cannot be used with");
    expect(misuse("--rpc_no_batch_requests --rpc-max-batch-request-len 3")).toContain("cannot be used with");
    expect(misuse("--execution wasm --execution-other native")).toContain("cannot be used with");
    expect(misuse("--telemetry-url wss://x")).toContain("is not a URL and a verbosity");
    expect(() => parseArguments(node, ["--no-telemetry", "--telemetry-url", "foo 0"])).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringContaining("'foo' is no address of a telemetry server: give a ws:// or wss:// URL"),
      }),
    );
    expect(misuse("--max-runtime-instances 33")).toContain("from 0 to 32");
    for (const wrong of ["localhost", "1.2.3.4/33", "1.2.3/8", "::1/129", "1.2.3.4/8/8"]) {
      expect(misuse(`--rpc-rate-limit-whitelisted-ips ${wrong}`)).toContain("is not a network");
    }
    expect(misuse("--dev build-spec")).toBe(
      "too many arguments. Expected 0 arguments but got 1: build-spec; see --help",
    );
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
  it("lists every option of every command under a heading, with a sentence, or among those without effect", () => {
    expect(Object.keys(runOptions).sort()).toEqual(Object.values(runGroups).flatMap(Object.keys).sort());
    for (const one of commands) {
      // The help breaks lines.
      const help = createParser(one).helpInformation().replaceAll(/\s+/g, " ");
      const [, idle = ""] = help.split(" Taken without effect: ");
      for (const [key, spec] of Object.entries(one.options)) {
        if (spec.idle === undefined) expect(help).toContain(` ${optionUsage(key, spec)} ${spec.doc}`);
        else expect(idle.split(/,? /)).toContain(flagOf(key));
        expect(spec.doc, `${one.name} ${flagOf(key)}`).toMatch(/^[A-Z].*[.)]$/);
        for (const other of spec.conflicts ?? []) expect(Object.keys(one.options)).toContain(other);
      }
    }
  });

  it("says which of the given options have no effect", () => {
    const { given } = parse("--ipfs-server --wasm-execution compiled --dev --db-cache 3");
    expect(idleNotices(node, given)).toEqual([
      "--db-cache: No effect yet: the part it configures is not built.",
      "--ipfs-server, --wasm-execution: No effect: it configures a part that only the original has.",
    ]);
  });
});

describe("a whole line", () => {
  const seen: string[] = [];
  const run = (line: string) =>
    runProgram(commands, line.split(" ").filter(Boolean), async (command, { given, positionals }) => {
      seen.push([command.name, ...given, ...positionals].join(" "));
    });
  const wrong = (line: string) => expect(run(line)).rejects;

  it("names a command of one or two words, or none for the node", async () => {
    for (const line of ["", "--dev", "key insert --suri x", "key inspect //Alice", "replay -- --file", "revert 3"]) {
      await run(line);
    }
    expect(seen).toEqual(
      [" dev", "key insert suri", "key inspect //Alice", "replay --file", "revert 3"].toSpliced(0, 0, ""),
    );
  });

  it("is refused when it names none, or has options before it", async () => {
    await wrong("nonsense --dev").toThrow("unknown command 'nonsense'; see --help");
    await wrong("purge-chian").toThrow("unknown command 'purge-chian' (Did you mean purge-chain?); see --help");
    await wrong("key inspct").toThrow("unknown command 'inspct' (Did you mean inspect?); see --help");
    await wrong("key").toThrow(/^which key command\? generate, inspect, /);
    await wrong("--dev build-spec").toThrow("--dev stands before the command: write it after 'build-spec'");
    await wrong("help nonsense").toThrow("unknown command 'nonsense'");
    await wrong("replay").toThrow("missing required argument 'FILE'; see --help");
  });

  it("shows the help of a command in every way that it may be asked for", async () => {
    for (const line of ["key insert --help", "key insert -h", "help key insert", "key help insert"]) {
      const shown = vi.spyOn(process.stdout, "write").mockReturnValue(true);
      await wrong(line).toThrow(Answered);
      const text = shown.mock.calls.map(([part]) => part).join("");
      shown.mockRestore();
      expect(text, line).toMatch(/^Usage: subtensor key insert \[options\]\n\nPuts a secret .*--suri <SURI>\n/s);
    }
  });
});
