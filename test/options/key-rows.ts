import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { silentRows } from "./idle-rows.ts";
import { freshDirectory, idleRows, type Row, type Rows, spawned, subtensor } from "./support.ts";

const alice = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const aliceAddress = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

interface ShownKey {
  secretPhrase: string;
  publicKey: string;
  ss58Address: string;
}

async function shown(...args: string[]): Promise<ShownKey> {
  const { out } = await subtensor(...args, "--output-type", "json");
  // A search says first what it searches.
  return JSON.parse(out.slice(out.indexOf("{")));
}

/** The public key of a secret URI, in this process or with a typed password. */
const publicKeyOf = async (uri: string, ...args: string[]): Promise<string> =>
  (await shown("key", "inspect", uri, ...args)).publicKey;

function fileOf(text: string): string {
  const file = join(freshDirectory(), "file");
  writeFileSync(file, text);
  return file;
}

/** Rows of the password options: `made` gives the public key that the command makes of a secret, and the secret. */
function passwordRows(
  made: (options: readonly string[], typed?: string) => Promise<[key: string, secret: string]>,
): Rows {
  const counts = async (password: string, options: readonly string[], typed?: string): Promise<void> => {
    const [key, secret] = await made(options, typed);
    expect(key).toBe(await publicKeyOf(`${secret}///${password}`));
    expect(key).not.toBe(await publicKeyOf(secret));
  };
  return {
    password: () => counts("secret", ["--password", "secret"]),
    passwordFilename: () => counts("kept", ["--password-filename", fileOf("kept")]),
    passwordInteractive: () => counts("typed", ["--password-interactive"], "typed\n"),
  };
}

const generateRows: Rows = {
  words: async () => expect((await shown("key", "generate", "-w", "24")).secretPhrase.split(" ")).toHaveLength(24),
  scheme: async () => expect((await shown("key", "generate", "--scheme", "ecdsa")).publicKey).toHaveLength(68),
  network: async () => expect((await shown("key", "generate", "-n", "polkadot")).ss58Address).toMatch(/^1/),
  outputType: async () => {
    expect((await subtensor("key", "generate", "--output-type", "json")).out).toMatch(/^\{/);
    expect((await subtensor("key", "generate")).out).toMatch(/^Secret phrase: /);
  },
  ...idleRows("key generate", "command", { keystorePath: "/keys" }),
  ...passwordRows(async (options, typed) => {
    const { out } = await spawned(["key", "generate", "--output-type", "json", ...options], typed);
    const { publicKey, secretPhrase } = JSON.parse(out) as ShownKey;
    return [publicKey, secretPhrase];
  }),
};

const inspectRows: Rows = {
  public: async () => {
    expect((await shown("key", "inspect", "--public", alice)).ss58Address).toBe(aliceAddress);
    expect((await shown("key", "inspect", alice)).ss58Address).not.toBe(aliceAddress);
  },
  expectPublic: async () => {
    const { secretPhrase, publicKey } = await shown("key", "generate");
    const expecting = async (key: string) =>
      (await subtensor("key", "inspect", secretPhrase, "--expect-public", key)).code;
    expect([await expecting(publicKey), await expecting(alice)]).toEqual([0, 1]);
  },
  scheme: async () => expect(await publicKeyOf("//Alice", "--scheme", "ed25519")).not.toBe(alice),
  network: async () => expect((await shown("key", "inspect", "//Alice", "-n", "polkadot")).ss58Address).toMatch(/^1/),
  outputType: async () => {
    expect((await subtensor("key", "inspect", "//Alice")).out).toMatch(/^Secret Key URI/);
    expect(await publicKeyOf("//Alice")).toBe(alice);
  },
  ...idleRows("key inspect", "command", { keystorePath: "/keys" }),
  ...passwordRows(async (options, typed) => {
    const { out } = await spawned(["key", "inspect", "//Alice", "--output-type", "json", ...options], typed);
    return [(JSON.parse(out) as ShownKey).publicKey, "//Alice"];
  }),
};

/** Inserts a key and gives the file names of the keystore. */
async function inserted(options: readonly string[], typed?: string): Promise<string[]> {
  const base = freshDirectory();
  await spawned(["key", "insert", "-d", base, "--chain", "local", ...options], typed);
  return readdirSync(join(base, "chains", "bittensor", "keystore"));
}

const aura = ["--key-type", "aura"];
/** Signs a message, "m" if no other is given; the last argument is typed where it is no option. */
async function signatureOf(...options: string[]): Promise<string> {
  const message = options.includes("--message") ? [] : ["--message", "m"];
  const typed = options.at(-1)?.endsWith("\n") ? options.pop() : "";
  const { out } = await spawned(["key", "sign", ...options.filter(Boolean), ...message], typed);
  return `0x${out.trim().replace(/^0x/, "")}`;
}

/** Whether a signature of a message, "m" if no other is given, is one of the key of a secret. */
async function verifies(signature: string, secret: string, ...options: string[]): Promise<boolean> {
  const scheme = options.includes("--scheme") ? options.slice(options.indexOf("--scheme")) : [];
  const message = options.includes("--message") ? [] : ["--message", "m"];
  const key = await publicKeyOf(secret, ...scheme.slice(0, 2));
  return (await subtensor("key", "verify", signature, key, ...options, ...message)).code === 0;
}

const signRows: Rows = {
  suri: async () => expect(await verifies(await signatureOf("--suri", "//Bob"), "//Bob")).toBe(true),
  message: async () => {
    const signature = await signatureOf("--suri", "//Alice", "--message", "another");
    expect(await verifies(signature, "//Alice", "--message", "another")).toBe(true);
    expect(await verifies(signature, "//Alice")).toBe(false);
  },
  hex: async () => {
    const signature = await signatureOf("--suri", "//Alice", "--message", "0x6d", "--hex");
    expect(await verifies(signature, "//Alice", "--message", "m")).toBe(true);
  },
  scheme: async () => expect(await signatureOf("--suri", "//Alice", "--scheme", "ecdsa")).toHaveLength(2 + 130),
  ...passwordRows(async (options, typed) => {
    // The public key is not printed: it is that of whom the signature verifies for.
    const signature = await signatureOf("--suri", "//Alice", ...options, typed ?? "");
    for (const secret of ["//Alice", "//Alice///secret", "//Alice///kept", "//Alice///typed"]) {
      if (await verifies(signature, secret)) return [await publicKeyOf(secret), "//Alice"];
    }
    return ["none", "//Alice"];
  }),
  ...idleRows("key sign", "command", { keystorePath: "/keys" }),
};

const verifyRows: Rows = {
  message: signRows.message as Row,
  hex: async () => {
    const signature = await signatureOf("--suri", "//Alice", "--message", "m");
    expect(await verifies(signature, "//Alice", "--message", "6d", "--hex")).toBe(true);
  },
  scheme: async () => {
    const signature = await signatureOf("--suri", "//Alice", "--scheme", "ed25519");
    expect(await verifies(signature, "//Alice", "--scheme", "ed25519")).toBe(true);
    expect(await verifies(signature, "//Alice")).toBe(false);
  },
};

const vanityRows: Rows = {
  pattern: async () => expect((await shown("key", "vanity", "--pattern", "a")).ss58Address).toMatch(/a/),
  scheme: async () =>
    expect((await shown("key", "vanity", "--pattern", "a", "--scheme", "ecdsa")).publicKey).toHaveLength(68),
  network: async () =>
    expect((await shown("key", "vanity", "--pattern", "a", "-n", "polkadot")).ss58Address).toMatch(/^1/),
  outputType: async () => expect((await subtensor("key", "vanity", "--pattern", "a")).out).toMatch(/^Secret Key URI/m),
};

const insertRows: Rows = {
  suri: async () => expect(await inserted([...aura, "--suri", "//Alice"])).toEqual([`61757261${alice.slice(2)}`]),
  keyType: async () => expect((await inserted(["--suri", "//Alice", "--key-type", "gran"]))[0]).toMatch(/^6772616e/),
  scheme: async () =>
    expect((await inserted([...aura, "--suri", "//Alice", "--scheme", "ecdsa"]))[0]).toHaveLength(8 + 66),
  chain: async () => {
    const { out } = await subtensor("build-spec", "--dev", "--disable-default-bootnode");
    const chain = fileOf(JSON.stringify({ ...JSON.parse(out), id: "other" }));
    const base = freshDirectory();
    await subtensor("key", "insert", "-d", base, "--chain", chain, ...aura, "--suri", "//Alice");
    expect(readdirSync(join(base, "chains"))).toEqual(["other"]);
  },
  dev: async () => {
    const base = freshDirectory();
    const insert = ["key", "insert", "-d", base, ...aura, "--suri", "//Alice"];
    expect((await subtensor(...insert)).err).toContain("which chain?");
    expect((await subtensor(...insert, "--dev")).code).toBe(0);
  },
  basePath: async () => {
    const base = freshDirectory();
    await subtensor("key", "insert", "--base-path", base, "--dev", ...aura, "--suri", "//Alice");
    expect(readdirSync(base)).toEqual(["chains"]);
  },
  keystorePath: async () => {
    const directory = freshDirectory();
    await subtensor("key", "insert", "--keystore-path", directory, "--dev", ...aura, "--suri", "//Alice");
    expect(readdirSync(directory)).toHaveLength(1);
  },
  ...passwordRows(async (options, typed) => {
    const [name = ""] = await inserted([...aura, "--suri", "//Alice", ...options], typed);
    return [`0x${name.slice(8)}`, "//Alice"];
  }),
  ...idleRows("key insert", "command", {
    ...{
      fastRuntime: true,
      powFaucet: true,
      drand: "offline",
      lightClientFacade: true,
      runtime: "x",
      enableLogReloading: true,
    },
  }),
  ...silentRows("key insert"),
  ...idleRows("key insert", "inside", { tracingTargets: "x", tracingReceiver: "log" }),
};

const generateNodeKey = (...options: string[]) => subtensor("key", "generate-node-key", ...options);
const nodeKeyRows: Rows = {
  file: async () => {
    const file = join(freshDirectory(), "key");
    expect((await generateNodeKey("--file", file)).out).toBe("");
    expect(readFileSync(file, "utf8")).toMatch(/^[0-9a-f]{64}$/);
  },
  bin: async () => {
    const file = join(freshDirectory(), "key");
    await generateNodeKey("--bin", "--file", file);
    expect(readFileSync(file)).toHaveLength(32);
  },
  chain: async () => {
    const base = freshDirectory();
    expect((await generateNodeKey("-d", base)).err).toContain("which chain?");
    expect((await generateNodeKey("-d", base, "--chain", "dev")).code).toBe(0);
  },
  basePath: async () => {
    const base = freshDirectory();
    await generateNodeKey("--base-path", base, "--chain", "dev");
    expect(readdirSync(join(base, "chains", "bittensor", "network"))).toEqual(["secret_ed25519"]);
  },
  defaultBasePath: async () => {
    const home = freshDirectory();
    const environment = { XDG_DATA_HOME: home, HOME: home };
    await spawned(["key", "generate-node-key", "--chain", "dev", "--default-base-path"], "", environment);
    expect(readdirSync(home, { recursive: true }).join()).toContain("secret_ed25519");
  },
};

const peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
const inspectNodeKeyRows: Rows = {
  file: async () => {
    const file = fileOf(`${"00".repeat(31)}01\n`);
    expect((await subtensor("key", "inspect-node-key", "--file", file)).out).toBe(`${peer}\n`);
  },
  bin: async () => {
    const file = fileOf(`${"\0".repeat(31)}\u0001`);
    expect((await subtensor("key", "inspect-node-key", "--bin", "--file", file)).out).toBe(`${peer}\n`);
    expect((await subtensor("key", "inspect-node-key", "--file", file)).code).toBe(1);
  },
  ...idleRows("key inspect-node-key", "command", { network: "polkadot" }),
};

export const keyRows: Readonly<Record<string, Rows>> = {
  "key generate": generateRows,
  "key inspect": inspectRows,
  "key insert": insertRows,
  "key sign": signRows,
  "key verify": verifyRows,
  "key vanity": vanityRows,
  "key generate-node-key": nodeKeyRows,
  "key inspect-node-key": inspectNodeKeyRows,
};
