import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Override, Replacements, Substitute } from "../../engine/replacements.ts";
import { fromHex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { readCode } from "./runtime-bytes.ts";

/** Where programs come from that are executed in place of the chain's. */
export interface ReplacementSources {
  readonly spec: Pick<ChainSpec, "codeSubstitutes">;
  /** A directory of `.wasm` files. */
  readonly overrides: string | undefined;
}

/**
 * Reads them; undefined when there are none.
 * @throws UserError when a directory or a program cannot be read, or two overrides have one version
 */
export async function readReplacements({ spec, overrides }: ReplacementSources): Promise<Replacements | undefined> {
  const entries = Object.entries(spec.codeSubstitutes);
  if (overrides === undefined && entries.length === 0) return undefined;
  const { specOf } = await import("../../engine/replace-code.ts");
  const substitutes = entries
    .map(([number, hex]): Substitute => {
      const code = fromHex(hex);
      const found = specOf(code);
      if (found === undefined)
        throw new UserError(
          `codeSubstitutes.${number} of the chain specification is no program that tells its version`,
        );
      return { specVersion: found.specVersion, fromBlock: Number(number), code };
    })
    .sort((a, b) => a.fromBlock - b.fromBlock);
  return { substitutes, overrides: overrides === undefined ? [] : readOverrides(overrides, specOf) };
}

/** Rust: `sc_service: client/wasm_override.rs WasmOverride::scrape_overrides` */
function readOverrides(
  directory: string,
  specOf: (code: Uint8Array) => { readonly specName: string; readonly specVersion: number } | undefined,
): Override[] {
  const found = new Map<number, Override>();
  for (const name of wasmFiles(directory)) {
    const file = join(directory, name);
    const code = Uint8Array.from(readCode(file, "--wasm-runtime-overrides:"));
    const spec = specOf(code);
    if (spec === undefined)
      throw new UserError(`--wasm-runtime-overrides: ${file} is no program that tells its version`);
    const other = found.get(spec.specVersion);
    if (other !== undefined)
      throw new UserError(
        `--wasm-runtime-overrides: ${other.file} and ${file} are both of spec version ${spec.specVersion}: take one away`,
      );
    found.set(spec.specVersion, { ...spec, code, file });
  }
  return [...found.values()];
}

function wasmFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".wasm"))
      .sort();
  } catch (error) {
    throw new UserError(`--wasm-runtime-overrides: the directory ${directory} cannot be read: ${messageOf(error)}`);
  }
}
