import { decode } from "../codec/codec.ts";
import { DecodeError } from "../codec/io.ts";
import { u32 } from "../codec/primitives.ts";
import { decodeVersion } from "../primitives/runtime-version.ts";
import type { StateReader } from "../primitives/state.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import { builds } from "../runtime/rules.ts";
import { readVersion } from "../wasm/executor.ts";
import { isOurs } from "./our-code.ts";
import type { Override, Replace, Replacements } from "./replacements.ts";

/** The name of this project's rules. */
const ourName = "node-subtensor";

/** What of a program's version decides. */
export interface SpecOf {
  readonly specName: string;
  readonly specVersion: number;
}

/** The version of a program, or of the rules that a placeholder stands for; undefined when it has none. */
export function specOf(code: Uint8Array): SpecOf | undefined {
  if (isOurs(code)) return { specName: ourName, specVersion: builds.production.specVersion };
  const encoded = readVersion(code);
  if (encoded === undefined) return undefined;
  try {
    const version = decodeVersion(encoded);
    return { specName: version.spec_name, specVersion: version.spec_version };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The number of the block that left a state. */
function numberOf(state: StateReader): number {
  const number = state.get(system.Number.key);
  return number === undefined ? 0 : decode(u32, number);
}

/**
 * Looks for an override first, by version and name, then for a substitute, by version and block. Of two substitutes of one
 * version the later one counts. Rust: `sc_service: client/code_provider.rs CodeProvider::maybe_override_code_internal`
 * @param warn told once of each override whose name is another than the chain's
 */
export function createReplace({ overrides, substitutes }: Replacements, warn: (text: string) => void): Replace {
  const specs = new WeakMap<Uint8Array, { readonly spec: SpecOf | undefined }>();
  const told = new Set<Override>();
  const known = (code: Uint8Array): SpecOf | undefined => {
    const found = specs.get(code) ?? { spec: specOf(code) };
    specs.set(code, found);
    return found.spec;
  };
  return (code, state) => {
    const spec = known(code);
    if (spec === undefined) return code;
    const override = overrides.find(({ specVersion }) => specVersion === spec.specVersion);
    if (override?.specName === spec.specName) return override.code;
    if (override !== undefined && !told.has(override)) {
      told.add(override);
      warn(
        `${override.file} is not executed in place of the chain's program: it is ${override.specName} ${override.specVersion}, and the chain's is ${spec.specName}`,
      );
    }
    const substitute = substitutes.findLast(({ specVersion }) => specVersion === spec.specVersion);
    return substitute !== undefined && substitute.fromBlock <= numberOf(state) ? substitute.code : code;
  };
}
