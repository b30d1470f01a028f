import { DecodeError, Reader } from "../../codec/io.ts";
import { messageOf } from "../../lib/user-error.ts";
import { coreVersion, decodeVersion, type RuntimeVersionValue, readApis } from "../../primitives/runtime-version.ts";
import { ProgramError } from "./error.ts";
import type { ModuleSections } from "./sections.ts";

/**
 * The version that a module carries in its sections `runtime_version` and `runtime_apis`; undefined when only `Core_version`
 * says it. Rust: `sc_executor: wasm_runtime.rs read_embedded_version`
 * @throws ProgramError of fault `version`
 */
export function embeddedVersion({ custom }: ModuleSections): RuntimeVersionValue | undefined {
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
