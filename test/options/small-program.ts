import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "../../src/codec/codec.ts";
import { tuple, vec } from "../../src/codec/containers.ts";
import { u64 } from "../../src/codec/primitives.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { fromHex, type StateKey } from "../../src/lib/bytes.ts";
import { AuraPublic, GrandpaPublic } from "../../src/primitives/authorities.ts";
import { storage as aura } from "../../src/runtime/pallets/aura/storage.ts";
import { storage as grandpa } from "../../src/runtime/pallets/grandpa/storage.ts";
import { storage as sudo } from "../../src/runtime/pallets/sudo/storage.ts";
import { smallProgram } from "../program/build.ts";
import { freshDirectory } from "./support.ts";

/** What the small program writes into a genesis: one authority, and who may do everything. */
export const smallGenesis: readonly (readonly [StateKey, Uint8Array])[] = [
  [aura.Authorities.key, encode(vec(AuraPublic), [devAccount("One").publicKey])],
  [grandpa.Authorities.key, encode(vec(tuple(GrandpaPublic, u64)), [[devAccount("One", "ed25519").publicKey, 1n]])],
  [sudo.Key.key, fromHex(devAccount("Alice").publicKey)],
];

/** A file with the small program of a version, which is gone after the test. */
export async function smallProgramFile(specVersion = 426): Promise<string> {
  const file = join(freshDirectory(), "small.wasm");
  writeFileSync(file, await smallProgram({ specVersion, genesis: smallGenesis }));
  return file;
}
