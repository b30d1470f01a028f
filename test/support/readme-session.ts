import { readFileSync } from "node:fs";

/** The script of the README's first session, as it stands there between its markers. */
export function readmeSession(): string {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const found = /<!-- session:start -->\s*```js\n([\s\S]*?)```\s*<!-- session:end -->/.exec(readme);
  if (found?.[1] === undefined) throw new Error("README.md has no session between its markers");
  return found[1];
}
