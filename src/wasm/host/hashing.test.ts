import { createHash } from "node:crypto";
import { blake2AsU8a, keccakAsU8a, xxhashAsU8a } from "@polkadot/util-crypto";
import { expect, it } from "vitest";
import { toHex, utf8 } from "../../lib/bytes.ts";
import { createHostCaller } from "../testing/host-call.ts";
import { hashingFunctions } from "./hashing.ts";

const call = createHostCaller(hashingFunctions);

it.each([0, 1, 31, 32, 135, 136, 1000])("gives the hashes of %i bytes that other libraries give", (length) => {
  const data = Uint8Array.from({ length }, (_, index) => (index * 7) & 255);
  const hash = (name: string, size: number): Uint8Array => call.fixed(size, `hashing_${name}`, 1, data);
  expect(hash("sha2_256", 32)).toEqual(Uint8Array.from(createHash("sha256").update(data).digest()));
  expect(hash("blake2_128", 16)).toEqual(blake2AsU8a(data, 128));
  expect(hash("blake2_256", 32)).toEqual(blake2AsU8a(data, 256));
  expect(hash("keccak_256", 32)).toEqual(keccakAsU8a(data, 256));
  expect(hash("keccak_512", 64)).toEqual(keccakAsU8a(data, 512));
  for (const bits of [64, 128, 256] as const) expect(hash(`twox_${bits}`, bits / 8)).toEqual(xxhashAsU8a(data, bits));
});

it("gives the published Keccak hashes of nothing", () => {
  const nothing = utf8("");
  expect(toHex(call.fixed(32, "hashing_keccak_256", 1, nothing))).toBe(
    "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
  );
  expect(toHex(call.fixed(64, "hashing_keccak_512", 1, nothing)).slice(0, 34)).toBe(
    "0x0eab42de4c3ceb9235fc91acffe746b2",
  );
});
