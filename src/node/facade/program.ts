import { encode } from "../../codec/codec.ts";
import { blake2b64 } from "../../crypto/hashing.ts";
import { rulesSection } from "../../engine/our-code.ts";
import { concatBytes, emptyBytes, equalBytes, fromBase64, fromKey, utf8 } from "../../lib/bytes.ts";
import { RuntimeVersion } from "../../primitives/runtime-version.ts";
import { callRuntimeApi } from "../../runtime/executive/call-api.ts";
import { runtimeVersion } from "../../runtime/executive/version.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { storage as aura } from "../../runtime/pallets/aura/storage.ts";
import { storage as grandpa } from "../../runtime/pallets/grandpa/storage.ts";
import { storage as system } from "../../runtime/pallets/system/storage.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { customSection } from "../../wasm/module/encode.ts";
import { programBase64 } from "./program-bytes.ts";
import { dataSection, type Segment } from "./sections.ts";

/** Where the program looks for its constants (facade/assembly/directory.ts), and where they must end. */
const directory = 1024;
const firstConstant = 2048;
const heapBase = 16 * 65_536;

/**
 * The version of the rules without BabeApi, which they offer for a change to come. A light client takes a chain that has
 * this and AuraApi for one of two consensus engines, and refuses it.
 */
function versionForLightClients({ rules }: Runtime): Uint8Array {
  const babe = blake2b64(utf8("BabeApi"));
  const version = runtimeVersion(rules);
  const apis = version.apis.filter(([id]) => !equalBytes(id, babe));
  return encode(RuntimeVersion, { ...version, apis });
}

/** The constants in the order of the program's directory. */
export function facadeConstants(runtime: Runtime): Uint8Array[] {
  const overlay = memoryState([]).overlay();
  const answer = (method: string, args = emptyBytes) => callRuntimeApi(overlay, runtime, method, args);
  const metadata = (version: number) => answer("Metadata_metadata_at_version", u32(version));
  const { specVersion, transactionVersion } = runtime.rules;
  return [
    versionForLightClients(runtime),
    concatBytes(u32(specVersion), u32(transactionVersion)),
    answer("AuraApi_slot_duration"),
    answer("Metadata_metadata_versions"),
    ...[14, 15, 16].map(metadata),
    // Of no version.
    metadata(0),
    fromKey(aura.Authorities.key),
    fromKey(grandpa.Authorities.key),
    fromKey(grandpa.CurrentSetId.key),
    fromKey(system.Number.key),
    fromKey(system.Account.prefix),
    fromKey(system.BlockHash.prefix),
  ];
}

/**
 * The program that stands in `:code` for our rules: light clients, which insist on one, execute it; nodes execute the
 * rules. What its sources (facade/assembly) compile to, with the constants of these rules as data and the rules' name as
 * a custom section. Its bytes follow from the rules alone.
 * @throws Error when the constants need more memory than the program was compiled for
 */
export function facadeProgram(runtime: Runtime): Uint8Array {
  return concatBytes(
    withConstants(fromBase64(programBase64), facadeConstants(runtime)),
    customSection(rulesSection, utf8(runtime.rules.name)),
  );
}

/** A program with constants where it looks for them. @throws Error when they need more memory than it was compiled for */
export function withConstants(program: Uint8Array, constants: readonly Uint8Array[]): Uint8Array {
  const entries = new DataView(new ArrayBuffer(constants.length * 8));
  const segments: Segment[] = [];
  let at = firstConstant;
  for (const [index, bytes] of constants.entries()) {
    entries.setUint32(index * 8, at, true);
    entries.setUint32(index * 8 + 4, bytes.length, true);
    segments.push({ at, bytes });
    at += bytes.length;
  }
  if (at > heapBase) throw new Error(`the light clients' program has no room for ${at} bytes of constants`);
  const table = { at: directory, bytes: new Uint8Array(entries.buffer) };
  return concatBytes(program, dataSection([table, ...segments]));
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
