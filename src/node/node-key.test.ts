import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { peerIdOfSecret } from "../crypto/node-key.ts";
import { fromHex } from "../lib/bytes.ts";
import { loadNodeKey, type NodeKeyChoice } from "./node-key.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "node-key-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const load = (given: Partial<NodeKeyChoice> = {}): Uint8Array =>
  Uint8Array.from(
    loadNodeKey({
      standard: join(directory, "network", "secret_ed25519"),
      ...{ authority: false, development: false, forceGeneration: false },
      ...given,
    }),
  );
const one = `${"00".repeat(31)}01`;

test("--node-key precedes the file, and gives the peer id of every implementation", () => {
  const path = join(directory, "key");
  writeFileSync(path, "ff".repeat(32));
  const secret = load({ nodeKey: one, nodeKeyFile: path });
  expect(peerIdOfSecret(secret)).toBe("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
  expect(() => load({ nodeKey: "0x01" })).toThrow("--node-key is not 64 hex digits");
});

test("a file holds 32 bytes or 64 hex digits", () => {
  const path = join(directory, "key");
  writeFileSync(path, fromHex(one));
  expect(load({ nodeKeyFile: path })).toEqual(Uint8Array.from(fromHex(one)));
  writeFileSync(path, one);
  expect(load({ nodeKeyFile: path })).toEqual(Uint8Array.from(fromHex(one)));
  writeFileSync(path, `${one}\n`);
  expect(() => load({ nodeKeyFile: path })).toThrow("holds no node key: 32 bytes or 64 hex digits are expected");
});

test("a full node without a key makes one that only its owner reads, and keeps it", () => {
  const secret = load();
  const path = join(directory, "network", "secret_ed25519");
  expect(new Uint8Array(readFileSync(path))).toEqual(secret);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(load()).toEqual(secret);
});

test("an authority without a key makes none, unless it is told to or is a development node", () => {
  expect(() => load({ authority: true })).toThrow(/an authority needs a node key, and .*secret_ed25519 does not exist/);
  expect(existsSync(join(directory, "network"))).toBe(false);
  expect(load({ authority: true, development: true }).length).toBe(32);
  expect(load({ authority: true })).toEqual(load());
  expect(load({ authority: true, forceGeneration: true, nodeKeyFile: join(directory, "other") }).length).toBe(32);
});
