import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { keyPairFromSuri, schemes } from "../../src/crypto/keypair.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-key-"));
afterAll(() => rmSync(folder, { recursive: true }));

function key(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(program, ["key", ...args], { input, encoding: "utf8" });
  return { status, stdout, stderr };
}

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/** A phrase with its seed and key, as the original's documentation shows them. */
const phrase = "caution juice atom organ advance problem want pledge someone senior holiday very";
const known = {
  seed: "0xc8fa03532fb22ee1f7f6908b9c02b4e72483f0dbd66e4cd456b8f34c6230b849",
  publicKey: "0xd6a3105d6768e956e9e5d41050ac29843f98561410d3a47f9dd5b3b227ab8746",
  address: "5Gv8YYFu8H1btvmrJy9FjjAWfb99wrhV3uhPFoNEr918utyR",
};

describe("key inspect", () => {
  it("shows a phrase as the original's documentation does, from a file too", () => {
    const expected = [
      `Secret phrase:       ${phrase}`,
      "  Network ID:        substrate",
      `  Secret seed:       ${known.seed}`,
      `  Public key (hex):  ${known.publicKey}`,
      `  Account ID:        ${known.publicKey}`,
      `  Public key (SS58): ${known.address}`,
      `  SS58 Address:      ${known.address}\n`,
    ].join("\n");
    expect(key(["inspect", phrase]).stdout).toBe(expected);
    const file = join(folder, "secret");
    writeFileSync(file, `${phrase}\n`);
    expect(key(["inspect", file]).stdout).toBe(expected);
  });

  it("shows addresses, below soft junctions too, and public keys", () => {
    const soft = keyPairFromSuri("sr25519", "//Alice/soft").publicKey;
    const address = key(["inspect", `${alice}/soft`, "--network", "Bittensor", "--output-type", "json"]);
    expect(JSON.parse(address.stdout)).toMatchObject({
      publicKeyUri: `${alice}/soft`,
      networkId: "bittensor",
      publicKey: soft,
    });
    expect(key(["inspect", `${alice}//hard`])).toMatchObject({ status: 1, stdout: "" });
    const ecdsa = keyPairFromSuri("ecdsa", "//Alice");
    const lines = key(["inspect", "--public", ecdsa.publicKey, "--scheme", "ecdsa"]).stdout.split("\n");
    expect(lines[0]).toBe("Network ID/Version: substrate");
    expect(lines[2]).toBe(`  Account ID:         ${ecdsa.accountId}`);
    // The original shows the key's own address twice.
    expect(lines[3]?.split(": ")[1]?.trim()).toBe(lines[4]?.split(": ")[1]?.trim());
  });

  it("expects the key above all junctions, under the password", () => {
    const words = "remember fiber forum demise paper uniform squirrel feel access exclude casual effort";
    const plain = keyPairFromSuri("sr25519", words).publicKey;
    const { publicKey } = keyPairFromSuri("sr25519", `${words}///test12245`);
    const matches = (uri: string, expected: string): boolean => {
      const { status, stderr } = key(["inspect", "--expect-public", expected, uri]);
      expect(stderr).toBe(status === 0 ? "" : `subtensor: Expected public (${expected}) key does not match.\n`);
      return status === 0;
    };
    expect(matches(words, plain)).toBe(true);
    expect(matches(words, publicKey)).toBe(false);
    expect(matches(`${words}///test12245`, publicKey)).toBe(true);
    expect(matches(`${words}//test//account///test12245`, publicKey)).toBe(true);
    const derived = keyPairFromSuri("sr25519", `${words}//test//account///test12245`).publicKey;
    expect(matches(`${words}//test//account///test12245`, derived)).toBe(false);
  });
});

describe("key sign and key verify", () => {
  const plain =
    "0x4eb25a2285a82374888880af0024eb30c3a21ce086eae3862888d345af607f0ad6fb081312f11730932564f24a9f8ebcee2d46861413ae61307eca58db2c3e81";
  const ofHex =
    "0x026342225155056ea797118c1c8c8b3cc002aa2020c36f4217fa3c302783a572ad3dcd38c231cbaf86cadb93984d329c963ceac0685cc1ee4c1ed50fa443a68f";
  const good = { status: 0, stdout: "Signature verifies correctly.\n", stderr: "" };

  it("take the signatures of the original's tests: by argument and by standard input, as text and as hex", () => {
    expect(key(["verify", plain, alice, "--message", "test message"])).toEqual(good);
    expect(key(["verify", plain, alice], "test message")).toEqual(good);
    expect(key(["verify", ofHex, alice, "--message", "0xaabbcc", "--hex"])).toEqual(good);
    for (const text of ["0xaabbcc", "aabbcc", "0xaABBcC"]) {
      expect(key(["verify", ofHex, alice, "--hex"], text)).toEqual(good);
    }
  });

  it.each(schemes)("agree with each other for %s", (scheme) => {
    const secret = `${phrase}//1///secret`;
    const { publicKey } = keyPairFromSuri(scheme, secret);
    const args = ["--scheme", scheme, "--message", "bytes"];
    const signed = key(["sign", "--suri", `${phrase}//1`, "--password", "secret", ...args]);
    expect(signed.stdout).toMatch(scheme === "ecdsa" ? /^0x[0-9a-f]{130}$/ : /^0x[0-9a-f]{128}$/);
    expect(key(["verify", signed.stdout.slice(2), publicKey.slice(2), ...args])).toEqual(good);
    const address = JSON.parse(key(["inspect", "--scheme", scheme, "--output-type", "json", secret]).stdout);
    expect(key(["verify", signed.stdout, address.ss58PublicKey, ...args])).toEqual(good);
  });

  it("end with an exit code and one line otherwise", () => {
    const cases: [args: string[], status: number, message: RegExp][] = [
      [["verify", plain, alice, "--message", "another"], 1, /^subtensor: Signature verification failed\n$/],
      [["verify", "0x12", alice, "--message", "m"], 1, /^subtensor: Signature is an invalid format.*64 bytes.*\n$/],
      [["verify", "xyz", alice, "--message", "m"], 1, /^subtensor: Signature is an invalid format.*\n$/],
      [["verify", plain, "0x1234", "--message", "m"], 1, /^subtensor: Key is an invalid format.*\n$/],
      [["verify", plain, "//Alice", "--message", "m"], 1, /^subtensor: '\/\/Alice' is not a public key.*\n$/],
      [["verify", plain, alice, "--message", "0x0011223", "--hex"], 1, /^subtensor: the message is not hexadec.*\n$/],
      [["verify"], 2, /^subtensor: missing required argument 'SIG'.*\n$/],
      [["sign", "--suri", "//Alice/", "--message", "m"], 1, /^subtensor: the secret cannot be used.*\n$/],
      [["vanity"], 2, /^subtensor: --pattern is missing.*\n$/],
      [["vanity", "--pattern", ""], 2, /^subtensor: --pattern must not be empty\n$/],
      [["vanity", "--pattern", "Ol"], 2, /^subtensor: --pattern Ol: 'O' is in no address.*\n$/],
      [["vanity", "--pattern", "a", "--network", "46"], 2, /^subtensor: --network 46 is not a network.*\n$/],
    ];
    for (const [args, status, message] of cases) {
      expect(key(args).stderr).toMatch(message);
      expect(key(args)).toMatchObject({ status, stdout: "" });
    }
  });
});

describe("key vanity", () => {
  it.each(schemes)("finds a seed of %s, and says how it went as the original does", (scheme) => {
    const { status, stdout } = key(["vanity", "--pattern", "a", "--scheme", scheme, "--network", "polkadot"]);
    expect(status).toBe(0);
    const [first, second, third, ...lines] = stdout.split("\n");
    expect([first, third?.slice(0, 16)]).toEqual(["Generating key containing pattern 'a'", "Secret Key URI `"]);
    expect(second).toMatch(/^best: 9[345] == top: 93$/);
    const address =
      lines
        .find((line) => line.includes("SS58 Address"))
        ?.split(": ")[1]
        ?.trim() ?? "";
    expect(address.slice(0, 3)).toContain("a");
    const seed = /`(0x[0-9a-f]{64})`/.exec(third ?? "")?.[1] ?? "";
    expect(key(["inspect", seed, "--scheme", scheme, "--network", "0"]).stdout).toContain(address);
  });
});
