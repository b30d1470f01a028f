import { equalBytes, fromHex, fromUtf8 } from "../lib/bytes.ts";
import { type BuildName, buildNames, isBuildName } from "../primitives/build-name.ts";
import { builds } from "../runtime/rules.ts";
import { findCustomSection } from "../wasm/module/custom-section.ts";

/** The custom section that says of a program in `:code`: it stands for our rules, those of the build that is named there. */
export const rulesSection = "subtensor-ts rules";

/** The build whose rules a program stands for; undefined for any other program, and for what is none. */
export function buildOfProgram(code: Uint8Array): BuildName | undefined {
  const section = findCustomSection(code, rulesSection);
  const name = section === undefined ? undefined : fromUtf8(section);
  return isBuildName(name) ? name : undefined;
}

const placeholders = buildNames.map((name) => fromHex(builds[name].code));

/** Whether a `:code` stands for this project's rules: a placeholder, or the light clients' program. */
export function isOurs(code: Uint8Array): boolean {
  return placeholders.some((placeholder) => equalBytes(placeholder, code)) || buildOfProgram(code) !== undefined;
}
