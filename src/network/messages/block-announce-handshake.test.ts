import { expect, test } from "vitest";
import { concatBytes, fromHex, toHex } from "../../lib/bytes.ts";
import { decodeBlockAnnounceHandshake, encodeBlockAnnounceHandshake, encodeRole } from "./block-announce-handshake.ts";

const bestHash = `0x${"ab".repeat(32)}` as const;
const genesisHash = `0x${"cd".repeat(32)}` as const;
const greeting = { roles: "full", bestNumber: 0x01020304, bestHash, genesisHash } as const;

test("69 bytes: role, best number, best hash, genesis hash", () => {
  const bytes = encodeBlockAnnounceHandshake(greeting);
  expect(toHex(bytes)).toBe(`0x0104030201${"ab".repeat(32)}${"cd".repeat(32)}`);
  expect(bytes.length).toBe(69);
  expect(decodeBlockAnnounceHandshake(bytes)).toEqual(greeting);
});

test("an authority sends its bit alone, and with another bit is a full node", () => {
  expect(encodeRole("authority")).toEqual(new Uint8Array([4]));
  expect(encodeRole("light")).toEqual(new Uint8Array([2]));
  const withRoles = (bits: number) =>
    decodeBlockAnnounceHandshake(concatBytes(new Uint8Array([bits]), encodeBlockAnnounceHandshake(greeting).slice(1)));
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((bits) => withRoles(bits)?.roles)).toEqual([
    ...["light", "full", "light", "full", "authority", "full", "full", "full"],
  ]);
  expect(withRoles(8)).toBeUndefined();
});

test("bytes that are no handshake are none, and do not throw", () => {
  const bytes = encodeBlockAnnounceHandshake(greeting);
  for (let length = 0; length < bytes.length; length++)
    expect(decodeBlockAnnounceHandshake(bytes.slice(0, length))).toBeUndefined();
  expect(decodeBlockAnnounceHandshake(concatBytes(bytes, fromHex("00")))).toBeUndefined();
});
