import { fromUtf8 } from "../../lib/bytes.ts";
import { type BuildName, isBuildName } from "../../primitives/build-name.ts";
import { findCustomSection } from "./sections.ts";

/** The custom section that says of a program in `:code`: it stands for our rules, those of the build that is named there. */
export const rulesSection = "subtensor-ts rules";

/** The build whose rules a program stands for; undefined for any other program, and for what is none. */
export function buildOfProgram(code: Uint8Array): BuildName | undefined {
  const section = findCustomSection(code, rulesSection);
  const name = section === undefined ? undefined : fromUtf8(section);
  return isBuildName(name) ? name : undefined;
}
