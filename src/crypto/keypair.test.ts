import { expect, it } from "vitest";
import { toHex } from "../lib/bytes.ts";
import { keyPairFromSuri } from "./keypair.ts";
import { phraseToSeed } from "./mnemonic.ts";
import { devPhrase } from "./suri.ts";

it("knows the seed of the development phrase", () => {
  expect(keyPairFromSuri("sr25519", devPhrase).seed).toBe(toHex(phraseToSeed(devPhrase, "")));
});
