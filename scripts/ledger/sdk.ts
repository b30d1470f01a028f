import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Original, originalOf, readSource } from "./original.ts";
import type { Part } from "./parts.ts";

/** The SDK's pallets from a folder of crates named with their versions, read as if they lay in folders without them. */
export function sdkCheckout(folder: string, parts: readonly Part[]): Original {
  const sources = parts.flatMap((part) => {
    const crate = readdirSync(folder).find((name) => new RegExp(`^${part.folder}-\\d`).test(name));
    if (crate === undefined) throw new Error(`${folder} has no ${part.folder}`);
    return readdirSync(join(folder, crate, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".rs"))
      .sort()
      .map((file) => readSource(join(folder, crate), `src/${file}`, false, `${part.folder}/src/${file}`));
  });
  return originalOf(sources, []);
}
