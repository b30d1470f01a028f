import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { testFinneySpec } from "../support/foreign-specs.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function subtensor(args: string[], { input = "", program = join(home, "bin/subtensor"), env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: "utf8",
    env: { ...process.env, XDG_DATA_HOME: folder, ...env },
  });
  return { status, stdout, stderr };
}

describe("bin/subtensor", () => {
  it("runs the pinned Node from any folder, through links too", () => {
    const link = join(folder, "linked");
    symlinkSync(join(home, "bin/subtensor"), link);
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
    expect(subtensor(["--version"], { program: link })).toMatchObject({
      status: 0,
      stdout: `subtensor-ts ${version}\n`,
    });
  });

  it("says in one line, on standard error, what is wrong and what to do", () => {
    const cases: [args: string[], status: number, message: RegExp][] = [
      [[], 1, /^subtensor: which chain\? --dev .*\n$/],
      [["--chain", "nowhere"], 1, /^subtensor: unknown chain 'nowhere'.*\n$/],
      [["--nonsense"], 2, /^subtensor: unknown option '--nonsense'.*\n$/],
      [["nonsense"], 2, /^subtensor: unknown command 'nonsense'.*\n$/],
      [["--one", "--two", "--dev"], 2, /^subtensor: option '--one' cannot be used with option '--two'.*\n$/],
      [["key"], 2, /^subtensor: which key command\?.*\n$/],
      [["replay"], 2, /^subtensor: missing required argument 'FILE'.*\n$/],
      [["chain-info", "--dev"], 1, /^subtensor: there is no database at .*\n$/],
      [
        ["build-patched-spec", "--chain", "x", "--sync", "warp"],
        2,
        /^subtensor: --chain, --base-path and --output are needed: .*\n$/,
      ],
      [["benchmark", "pallet", "--all"], 1, /^subtensor: benchmark is not built: .*\n$/],
    ];
    for (const [args, status, message] of cases) {
      const result = subtensor(args);
      expect(result.stderr).toMatch(message);
      expect(result).toMatchObject({ status, stdout: "" });
    }
  });

  it("ends without a word when its reader has enough", () => {
    // What it says on standard error is on the pipe as well.
    const run = (args: string): string =>
      spawnSync("sh", ["-c", `{ "$0" ${args} 2>&1; echo "code $?" >&2; } | true`, join(home, "bin/subtensor")], {
        encoding: "utf8",
      }).stderr;
    expect(run("--help")).toBe("code 141\n");
    expect(run("build-spec --chain dev --raw --disable-default-bootnode")).toBe("code 141\n");
  });

  it("explains itself", () => {
    const { status, stdout } = subtensor(["--help"]);
    expect(status).toBe(0);
    for (const word of ["build-spec", "key generate|inspect|insert", "--rpc-port", "--sealing", "--fast-runtime"]) {
      expect(stdout).toContain(word);
    }
    const help = subtensor(["key", "insert", "--help"]);
    expect(help.stdout).toContain("Usage: subtensor key insert [options]");
    expect(subtensor(["help", "key", "insert"])).toEqual(help);
    expect(subtensor(["help"])).toEqual({ status, stdout, stderr: "" });
  });

  it.skipIf(!existsSync("/dev/full"))("says in one line that standard output cannot be written", () => {
    for (const args of [["--help"], ["key", "generate"], ["build-spec", "--chain", "local", "--raw", "-l", "off"]]) {
      const full = ["-c", 'exec "$@" >/dev/full', "sh", join(home, "bin/subtensor"), ...args];
      expect(subtensor(full, { program: "/bin/sh" })).toEqual({
        status: 1,
        stdout: "",
        stderr: "subtensor: standard output cannot be written: ENOSPC: no space left on device, write\n",
      });
    }
  });

  it("waits for what a pipe brings late", () => {
    const late = spawnSync("sh", ["-c", `(sleep 0.3; echo //Alice) | "${join(home, "bin/subtensor")}" key inspect`]);
    expect(late.stdout.toString()).toContain("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
  });
});

describe("key", () => {
  it("takes no key in place of an answer that never comes", () => {
    const base = join(folder, "no-answer");
    const noAnswer = (question: string): object => ({
      status: 1,
      stdout: "",
      stderr: `${question} \nsubtensor: no answer to "${question}": standard input has ended\n`,
    });
    const insert = ["key", "insert", "-d", base, "--chain", "local", "--key-type", "aura"];
    expect(subtensor(insert, { input: "" })).toEqual(noAnswer("URI:"));
    expect(existsSync(base)).toBe(false);
    expect(subtensor(["key", "sign", "--message", "m"], { input: "" })).toEqual(noAnswer("URI:"));
    const password = ["key", "generate", "--password-interactive"];
    expect(subtensor(password, { input: "" })).toEqual(noAnswer("Key password:"));
  });

  it("insert and generate-node-key leave what is there when the disk takes no more", () => {
    const base = join(folder, "no-room");
    const keystore = join(base, "chains", "bittensor", "keystore");
    const file = join(base, "node-key");
    const insert = ["key", "insert", "-d", base, "--chain", "local", "--suri", "//One", "--key-type", "aura"];
    const generate = ["key", "generate-node-key", "--file", file];
    for (const args of [insert, generate]) expect(subtensor(args).status).toBe(0);
    const kept = (): object => ({
      keys: readdirSync(keystore).map((name) => [name, readFileSync(join(keystore, name), "utf8")]),
      node: [readdirSync(base), readFileSync(file, "utf8")],
    });
    const before = kept();
    for (const args of [insert, generate]) {
      const limited = ["-c", 'ulimit -f 0; exec "$@"', "sh", join(home, "bin/subtensor"), ...args];
      expect(subtensor(limited, { program: "/bin/sh" })).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^subtensor: [^\n]* EFBIG[^\n]*\n$/),
      });
      expect(kept()).toEqual(before);
    }
  });

  it("inspect shows a secret as the original does", () => {
    const { stdout } = subtensor(["key", "inspect", "//Alice"]);
    expect(stdout).toBe(
      [
        "Secret Key URI `//Alice` is account:",
        "  Network ID:        substrate",
        "  Secret seed:       0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
        "  Public key (hex):  0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
        "  Account ID:        0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
        "  Public key (SS58): 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
        "  SS58 Address:      5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
        "",
      ].join("\n"),
    );
    expect(subtensor(["key", "inspect"], { input: "//Alice\n" }).stdout).toBe(stdout);
  });

  it("generate makes a phrase that inspect gives the same account for", () => {
    const made = JSON.parse(subtensor(["key", "generate", "--words=24", "--output-type", "json"]).stdout);
    const args = ["key", "inspect", made.secretPhrase, "--output-type=json", "--expect-public", made.publicKey];
    expect(JSON.parse(subtensor(args).stdout)).toEqual(made);
    args[args.length - 1] = `0x${"00".repeat(32)}`;
    expect(subtensor(args)).toMatchObject({ status: 1, stdout: "" });
  });

  it("insert and generate-node-key write where the localnet script looks", () => {
    const base = join(folder, "three");
    const chain = join(home, "chainspec/local.json");
    const common = ["key", "insert", "--base-path", base, `--chain=${chain}`, "--suri", "//Three"];
    expect(subtensor([...common, "--scheme", "Sr25519", "--key-type", "aura"]).status).toBe(0);
    expect(subtensor([...common, "--scheme", "Ed25519", "--key-type", "gran"]).status).toBe(0);
    const node = subtensor(["key", "generate-node-key", `--chain=${chain}`, "--base-path", base]);
    expect(node.status).toBe(0);
    const data = join(base, "chains", "bittensor");
    const names = readdirSync(join(data, "keystore")).sort();
    expect(names.map((name) => name.slice(0, 8))).toEqual(["61757261", "6772616e"]);
    const secret = join(data, "network", "secret_ed25519");
    const peer = subtensor(["key", "inspect-node-key", "--file", secret]).stdout.trim();
    expect(peer).toMatch(/^12D3KooW/);
    expect(node.stderr).toContain(peer);
    expect(subtensor(["key", "generate-node-key", `--chain=${chain}`, "--base-path", base]).status).toBe(1);
  });
});

describe("build-spec and purge-chain", () => {
  const testFinney = testFinneySpec();
  it.skipIf(testFinney === undefined)("prints a raw specification as it was read", () => {
    const chain = join(folder, "raw.json");
    writeFileSync(chain, testFinney as string);
    const { stdout } = subtensor(["build-spec", "--chain", chain, "--disable-default-bootnode", "--raw"]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(testFinney as string));
  });

  it("puts this node among the boot nodes of a chain without any, unless told not to", () => {
    const args = ["build-spec", "--dev", "--node-key", `${"00".repeat(31)}01`];
    expect(JSON.parse(subtensor(args).stdout).bootNodes).toEqual([
      "/ip4/127.0.0.1/tcp/30333/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
    ]);
    expect(JSON.parse(subtensor([...args, "--disable-default-bootnode"]).stdout).bootNodes).toEqual([]);
  });

  it("writes the rules that a chain is made under, and refuses them under others", () => {
    const printed = [[], ["--pow-faucet"], ["--fast-runtime"]].map(
      (option) => subtensor(["build-spec", "--dev", ...option]).stdout,
    );
    expect(printed.map((text) => JSON.parse(text).subtensorTs)).toEqual(
      ["production", "pow-faucet", "local"].map((name) => ({ rules: name })),
    );
    expect(printed.map((text) => JSON.parse(text).genesis.runtimeGenesis.code)).toEqual([
      "0x00535445",
      "0x00535446",
      "0x00535445",
    ]);
    const file = join(folder, "fast.json");
    writeFileSync(file, printed[2] as string);
    expect(subtensor(["build-spec", "--chain", file]).stdout).toBe(printed[2]);
    const { status, stderr } = subtensor(["--chain", file, "--pow-faucet", "--tmp"]);
    expect(stderr).toMatch(
      /^subtensor: --pow-faucet stands for .*, but the chain specification names the local rules .*\n$/,
    );
    expect(status).toBe(1);
  });

  it("takes a genesis to the last digit, or refuses it with the path of what is wrong", () => {
    const file = join(folder, "spec.json");
    const plain = subtensor(["build-spec", "--dev", "--disable-default-bootnode"]).stdout;
    const spec = (amount: string): string => plain.replace("1000000000000000", amount);
    writeFileSync(file, spec("9007199254740993").replace('"name"', '"relay_chain": "x", "name"'));
    const taken = subtensor(["build-spec", "--chain", file, "--disable-default-bootnode", "-l", "off"]);
    expect(taken.stdout).toBe(spec("9007199254740993"));
    expect(taken.stderr).toMatch(
      /^The chain specification .* has members that this node does not know .*: relay_chain\n/,
    );
    writeFileSync(file, spec("18446744073709551616"));
    const { status, stderr } = subtensor(["build-spec", "--chain", file, "--raw", "-l", "off"]);
    expect(stderr).toBe(
      "subtensor: the genesis of the chain Bittensor cannot be built: genesis.runtimeGenesis.patch.balances.balances[0][1]: 18446744073709551616 is more than a u64 holds\n",
    );
    expect(status).toBe(1);
  });

  it("asks before it removes a database, and leaves the keys", () => {
    const base = join(folder, "purged");
    subtensor(["key", "insert", "-d", base, "--chain", "local", "--suri", "//One", "--key-type", "aura"]);
    const data = join(base, "chains", "bittensor");
    spawnSync("mkdir", ["-p", join(data, "db", "level")]);
    const args = ["purge-chain", "-d", base, "--chain", "local"];
    expect(subtensor(args, { input: "n\n" }).stdout).toBe("Aborted\n");
    expect(existsSync(join(data, "db"))).toBe(true);
    expect(subtensor([...args, "-y"]).stdout).toBe(`"${join(data, "db")}" removed.\n`);
    expect(existsSync(join(data, "db"))).toBe(false);
    expect(readdirSync(join(data, "keystore"))).toHaveLength(1);
    expect(subtensor([...args, "-y"])).toMatchObject({ status: 0, stderr: `"${join(data, "db")}" did not exist.\n` });
  });

  it("leaves the original's database, which lies in the same directory", () => {
    const base = join(folder, "shared-base");
    const databases = join(base, "chains", "bittensor", "db");
    const purge = ["purge-chain", "-y", "-d", base, "--chain", "local"];
    for (const name of ["full", "level", "level.7.new"]) mkdirSync(join(databases, name), { recursive: true });
    const own = join(databases, "level");
    expect(subtensor(purge).stdout).toBe(`"${own}" removed.\n`);
    expect(readdirSync(databases)).toEqual(["full"]);
    expect(subtensor(purge)).toMatchObject({ status: 0, stderr: `"${own}" did not exist.\n` });
    expect(readdirSync(databases)).toEqual(["full"]);
  });
});
