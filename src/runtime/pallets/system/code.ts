import { DecodeError, Reader } from "../../../codec/io.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { equalBytes, fromUtf8, type Hex, type StateKey } from "../../../lib/bytes.ts";
import { decodeVersion, type RuntimeVersionValue } from "../../../primitives/runtime-version.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { ErrorDeclaration } from "../../frame/errors.ts";
import { NotBuilt } from "../../frame/not-built.ts";
import { port } from "../../frame/ports.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { depositLog } from "./finalize.ts";
import { storage } from "./storage.ts";

/** Where the runtime's program lies. */
const codeKey: StateKey = ":code";
const heapPagesKey: StateKey = ":heappages";

const wasmMagic = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const compressedMagic = new Uint8Array([82, 188, 83, 118, 70, 219, 142, 5]);

/** An unsigned LEB128 integer of at most 32 bits. */
function leb128(from: Reader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = from.u8();
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError("an integer that is too long");
}

/** The content of a custom section of a WebAssembly program. */
function customSection(program: Uint8Array, wanted: string): Uint8Array | undefined {
  const from = new Reader(program);
  from.take(wasmMagic.length);
  while (from.remaining > 0) {
    const id = from.u8();
    const section = new Reader(from.take(leb128(from)));
    if (id !== 0) continue;
    if (fromUtf8(section.take(leb128(section))) === wanted) return section.take(section.remaining);
  }
  return undefined;
}

/** The encoded version of a program, undefined when it has none. What hosts of a runtime give it. Rust: `sp_io: misc::runtime_version` */
export type ProgramVersion = (code: Uint8Array) => Uint8Array | undefined;

export const programVersion = port<ProgramVersion>("programVersion");

/**
 * The version that a program carries in its section `runtime_version`; undefined when it is no program. For runtimes
 * whose host executes no programs.
 * @throws NotBuilt for compressed programs and those that only tell when they are run.
 */
export function versionInSection(program: Uint8Array): Uint8Array | undefined {
  if (equalBytes(program.subarray(0, 8), compressedMagic)) throw new NotBuilt("the version of a compressed runtime");
  if (!equalBytes(program.subarray(0, 8), wasmMagic)) return undefined;
  let section: Uint8Array | undefined;
  try {
    section = customSection(program, "runtime_version");
  } catch {
    return undefined;
  }
  if (section !== undefined) return section;
  throw new NotBuilt("the version of a runtime without a version section");
}

/** An encoded version; undefined when there is none, or it does not decode. */
function decoded(version: Uint8Array | undefined): RuntimeVersionValue | undefined {
  if (version === undefined) return undefined;
  try {
    return decodeVersion(version);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** What stands against making `code` the runtime; undefined when nothing does. Rust: `can_set_code`. */
export function codeObjection(state: ReadState, code: Uint8Array, checkVersion: boolean): ErrorDeclaration | undefined {
  if (!checkVersion) return undefined;
  const current = constants.Version.valueOf(state.rules);
  const next = decoded(programVersion.of(state)(code));
  if (next === undefined) return errors.FailedToExtractRuntimeVersion;
  if (next.spec_name !== current.spec_name) return errors.InvalidSpecName;
  return next.spec_version <= current.spec_version ? errors.SpecVersionNeedsToIncrease : undefined;
}

/** Replaces the runtime's program from the next block on. Rust: `update_code_in_storage`. */
export function setCodeInStorage(state: WriteState, code: Uint8Array): void {
  state.put(codeKey, code);
  depositLog(state, { type: "RuntimeEnvironmentUpdated" });
  state.emit(events.CodeUpdated());
}

/** Lets anyone bring the code of that hash. Rust: `do_authorize_upgrade`. */
export function authorizeUpgrade(state: WriteState, code_hash: Hex, check_version: boolean): void {
  storage.AuthorizedUpgrade.set(state, { code_hash, check_version });
  state.emit(events.UpgradeAuthorized({ code_hash, check_version }));
}

/** The authorization of this code. Rust: `validate_code_is_authorized`. @throws NothingAuthorized, Unauthorized */
export function authorizationOf(state: ReadState, code: Uint8Array): { code_hash: Hex; check_version: boolean } {
  const authorization = storage.AuthorizedUpgrade.get(state);
  ensure(authorization !== undefined, errors.NothingAuthorized);
  ensure(blake2Hex(code) === authorization.code_hash, errors.Unauthorized);
  return authorization;
}

/** `:heappages` holds a u64. */
export function setHeapPages(state: WriteState, pages: bigint): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, pages, true);
  state.put(heapPagesKey, bytes);
  depositLog(state, { type: "RuntimeEnvironmentUpdated" });
}
