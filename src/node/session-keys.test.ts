import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keystoreFileName } from "../crypto/keystore.ts";
import { openKeystore } from "./keystore.ts";
import { sessionKeys } from "./session-keys.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "session-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const message = new TextEncoder().encode("message");

/** The keys of the folder, at a time that passes by more than a list is believed with each look. */
function opened() {
  const warnings: string[] = [];
  let now = 0;
  const log = { warn: (_: string, text: string | (() => string)) => void warnings.push(String(text)) };
  return { warnings, keys: sessionKeys(openKeystore(folder), () => (now += 10_000), log) };
}

it("gives no vote with a secret that is none, and says why", () => {
  const bad = openKeystore(folder).generate("gran");
  const good = openKeystore(folder).generate("gran");
  writeFileSync(join(folder, keystoreFileName({ keyType: "gran", publicKey: bad })), '"no words"');
  const { keys, warnings } = opened();
  expect(keys.signGrandpa(bad, message)).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining("not a phrase")]);
  expect(keys.signGrandpa(good, message)).toMatch(/^0x[0-9a-f]{128}$/);
  expect(warnings.length).toBe(1);
});

it("goes on with the keys that it knows while their directory cannot be read", () => {
  const key = openKeystore(folder).generate("gran");
  const { keys, warnings } = opened();
  const signature = keys.signGrandpa(key, message);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "no directory any more");
  expect(keys.signGrandpa(key, message)).toBe(signature);
  expect(keys.grandpa()).toEqual([key]);
  expect(warnings.length).toBe(2);
  expect(warnings[0]).toContain(`the keystore ${folder} cannot be used: ENOTDIR`);
});

it("says at the first look that a directory cannot be read", () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "no directory");
  expect(() => opened().keys.grandpa()).toThrow("cannot be used: ENOTDIR");
});
