import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import { keyPairFromSuri } from "../crypto/keypair.ts";
import { openKeystore } from "./keystore.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keystore-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a keystore", () => {
  const one = devAccount("One");

  it("keeps keys in files as the original does, for its owner only", () => {
    const directory = join(folder, "deep", "keystore");
    openKeystore(directory).insert("aura", "//One", one.publicKey);
    const name = `61757261${one.publicKey.slice(2)}`;
    expect(readdirSync(directory)).toEqual([name]);
    expect(readFileSync(join(directory, name), "utf8")).toBe('"//One"');
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    const again = openKeystore(directory);
    expect(again.publicKeys("aura")).toEqual([one.publicKey]);
    expect(again.publicKeys("gran")).toEqual([]);
    expect(again.has("aura", one.publicKey)).toBe(true);
    expect(again.pair("aura", one.publicKey)?.publicKey).toBe(one.publicKey);
    expect(again.pair("gran", one.publicKey)).toBeUndefined();
  });

  it("keeps all keys in memory where it has no directory", () => {
    const keystore = openKeystore(undefined);
    expect(keystore.publicKeys("aura")).toEqual([]);
    keystore.insert("aura", "//One", one.publicKey);
    expect(keystore.publicKeys("aura")).toEqual([one.publicKey]);
    expect(keystore.pair("aura", one.publicKey)?.seed).toBe(one.seed);
    expect(keystore.pair("gran", one.publicKey)).toBeUndefined();
  });

  it("holds keys in memory without a file", () => {
    const keystore = openKeystore(folder);
    const pair = devAccount("One", "ed25519");
    keystore.insertEphemeral("gran", pair);
    expect(keystore.publicKeys("gran")).toEqual([pair.publicKey]);
    expect(keystore.has("gran", pair.publicKey)).toBe(true);
    expect(keystore.has("aura", pair.publicKey)).toBe(false);
    expect(keystore.pair("gran", pair.publicKey)).toBe(pair);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("takes the password for secrets without one", () => {
    const withPassword = keyPairFromSuri("sr25519", "//One///secret");
    openKeystore(folder).insert("aura", "//One", withPassword.publicKey);
    expect(openKeystore(folder, "secret").pair("aura", withPassword.publicKey)?.publicKey).toBe(withPassword.publicKey);
    expect(() => openKeystore(folder).pair("aura", withPassword.publicKey)).toThrow("belongs to");
  });

  it.each([undefined, "secret"])("makes keys that open again under the password %s", (password) => {
    for (const [keyType, scheme] of Object.entries({ aura: "sr25519", gran: "ed25519" } as const)) {
      const publicKey = openKeystore(folder, password).generate(keyType);
      expect(openKeystore(folder, password).pair(keyType, publicKey)).toMatchObject({ scheme, publicKey });
      const [file] = readdirSync(folder).filter((name) => name.endsWith(publicKey.slice(2)));
      expect(readFileSync(join(folder, file ?? ""), "utf8")).toMatch(/^"[a-z]+( [a-z]+){11}"$/);
    }
  });

  it("says whether a secret is that of a public key", () => {
    const keystore = openKeystore(folder);
    const ed25519 = devAccount("One", "ed25519").publicKey;
    expect(keystore.mismatch("aura", "//One", one.publicKey)).toBeUndefined();
    expect(keystore.mismatch("gran", "//One", ed25519)).toBeUndefined();
    expect(keystore.mismatch("acco", "//One", ed25519)).toBeUndefined();
    expect(keystore.mismatch("aura", "//One", ed25519)).toBe(`the secret of ${ed25519} belongs to ${one.publicKey}`);
    expect(keystore.mismatch("aura", "no words", one.publicKey)).toMatch(
      /^the secret of 0x\S+ cannot be used: not a phrase/,
    );
    const withPassword = keyPairFromSuri("sr25519", "//One///secret").publicKey;
    expect(openKeystore(folder, "secret").mismatch("aura", "//One", withPassword)).toBeUndefined();
    expect(keystore.mismatch("acco", "//One", withPassword)).toMatch(/ belongs to 0x\S+ or 0x\S+ or 0x\S+$/);
  });

  it("names the file whose secret is none", () => {
    const keystore = openKeystore(folder);
    keystore.insert("aura", "no words", one.publicKey);
    const told = `the keystore ${folder} cannot be used: the secret in 61757261${one.publicKey.slice(2)} is not that of ${one.publicKey}: not a phrase`;
    expect(() => keystore.pair("aura", one.publicKey)).toThrow(told);
  });

  it("names the file that is no key, and passes over files of other kinds", () => {
    writeFileSync(join(folder, "notes.txt"), "x");
    writeFileSync(join(folder, `61757261${one.publicKey.slice(2)}`), "garbage");
    const keystore = openKeystore(folder);
    expect(keystore.publicKeys("aura")).toEqual([one.publicKey]);
    expect(() => keystore.pair("aura", one.publicKey)).toThrow("holds no secret");
  });
});
