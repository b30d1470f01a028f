import type { Infer } from "../../codec/codec.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { str, u32 } from "../../codec/primitives.ts";
import { blake2b64 } from "../../crypto/hashing.ts";
import { equalBytes, utf8 } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import type { RuntimeVersion } from "../../primitives/runtime-version.ts";
import { ProgramError } from "./error.ts";
import type { ModuleSections } from "./sections.ts";

export type ProgramVersion = Infer<typeof RuntimeVersion>;
type Api = ProgramVersion["apis"][number];

const coreApi = blake2b64(utf8("Core"));

/** The version of the `Core` API among APIs. Rust: `sp_version: core_version_from_apis` */
function coreVersion(apis: readonly Api[]): number | undefined {
  return apis.find(([id]) => equalBytes(id, coreApi))?.[1];
}

function readApis(from: Reader, count: number): Api[] {
  const apis: Api[] = [];
  for (let left = count; left > 0; left--) apis.push([from.take(8), from.u32()]);
  return apis;
}

/**
 * What `Core_version` answers. Programs whose `Core` is older than 3 say no transaction version, older than 4 no system
 * version. Bytes after it do not matter. Rust: `sp_version: RuntimeVersion::decode_with_version_hint`
 * @param core the version of `Core` where another place says it
 * @throws DecodeError
 */
export function decodeVersion(bytes: Uint8Array, core?: number): ProgramVersion {
  const from = new Reader(bytes);
  const spec_name = str.decode(from);
  const impl_name = str.decode(from);
  const authoring_version = u32.decode(from);
  const spec_version = u32.decode(from);
  const impl_version = u32.decode(from);
  const apis = readApis(from, from.length(12));
  const known = core ?? coreVersion(apis) ?? 0;
  const transaction_version = known >= 3 ? from.u32() : 1;
  const system_version = known >= 4 ? from.u8() : 0;
  const names = { spec_name, impl_name, authoring_version, spec_version, impl_version };
  return { ...names, apis, transaction_version, system_version };
}

/**
 * The version that a module carries in its sections `runtime_version` and `runtime_apis`; undefined when only `Core_version`
 * says it. Rust: `sc_executor: wasm_runtime.rs read_embedded_version`
 * @throws ProgramError of fault `version`
 */
export function embeddedVersion({ custom }: ModuleSections): ProgramVersion | undefined {
  const section = custom.get("runtime_version");
  if (section === undefined) return undefined;
  const list = custom.get("runtime_apis");
  if (list !== undefined && list.length % 12 !== 0) {
    throw new ProgramError("version", "the program's list of APIs (section runtime_apis) is cut off");
  }
  const apis = list === undefined ? undefined : readApis(new Reader(list), list.length / 12);
  try {
    const version = decodeVersion(section, apis === undefined ? undefined : coreVersion(apis));
    return apis === undefined ? version : { ...version, apis };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ProgramError(
      "version",
      `the program's version (section runtime_version) does not decode: ${messageOf(error)}`,
    );
  }
}
