import { as, type Infer } from "../codec/codec.ts";
import { struct } from "../codec/composites.ts";
import { tuple, vec } from "../codec/containers.ts";
import { cow } from "../codec/cow.ts";
import { Reader } from "../codec/io.ts";
import { fixedBytes, str, u8, u32 } from "../codec/primitives.ts";
import { blake2b64 } from "../crypto/hashing.ts";
import { equalBytes, utf8 } from "../lib/bytes.ts";

/** What `Core_version` answers: which rules these are, and the versions of their APIs by hashed name. */
export const RuntimeVersion = struct("sp_version::RuntimeVersion", {
  spec_name: as("Cow<'static, str>", cow(str)),
  impl_name: as("Cow<'static, str>", cow(str)),
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: as("ApisVec", cow(vec(tuple(fixedBytes(8), u32)))),
  transaction_version: u32,
  system_version: u8,
});

export type RuntimeVersionValue = Infer<typeof RuntimeVersion>;
type Api = RuntimeVersionValue["apis"][number];

const coreApi = blake2b64(utf8("Core"));

/** The version of the `Core` API among APIs. Rust: `sp_version: core_version_from_apis` */
export function coreVersion(apis: readonly Api[]): number | undefined {
  return apis.find(([id]) => equalBytes(id, coreApi))?.[1];
}

/** Identifiers and versions of APIs, one after the other. */
export function readApis(from: Reader, count: number): Api[] {
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
export function decodeVersion(bytes: Uint8Array, core?: number): RuntimeVersionValue {
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
