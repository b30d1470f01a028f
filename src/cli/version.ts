import { readFileSync } from "node:fs";

/** The version of this program, as package.json gives it. */
export function programVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

export function versionText(): string {
  return `subtensor-ts ${programVersion()}`;
}
