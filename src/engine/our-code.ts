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

const placeholders = buildNames.map((name) => [name, fromHex(builds[name].code)] as const);

/** The builds whose placeholder a `:code` is: two may have the same. */
export function buildsOfPlaceholder(code: Uint8Array): readonly BuildName[] {
  return placeholders.flatMap(([name, placeholder]) => (equalBytes(placeholder, code) ? [name] : []));
}

/** Whether a `:code` stands for this project's rules: a placeholder, or the light clients' program. */
export function isOurs(code: Uint8Array): boolean {
  return buildsOfPlaceholder(code).length > 0 || buildOfProgram(code) !== undefined;
}
