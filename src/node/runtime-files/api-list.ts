import { blake2b64 } from "../../crypto/hashing.ts";
import { toHex, utf8 } from "../../lib/bytes.ts";
import type { RuntimeFile } from "./runtime-file.ts";

/** A runtime API as a program lists it. */
export interface ListedApi {
  /** Its name, or its hash where no method shows the name. */
  readonly name: string;
  readonly version: number;
  readonly methods: readonly string[];
}

/**
 * The runtime APIs of a program: versions stand under hashed names, which the functions that it exports begin with.
 * None for metadata alone.
 */
export function apisOf({ program, version }: RuntimeFile): ListedApi[] {
  const byName = new Map<string, string[]>();
  for (const { name, kind } of program?.exports ?? []) {
    const split = name.indexOf("_");
    if (kind !== "function" || split <= 0) continue;
    const api = name.slice(0, split);
    byName.set(api, [...(byName.get(api) ?? []), name.slice(split + 1)]);
  }
  const names = new Map([...byName.keys()].map((name) => [toHex(blake2b64(utf8(name))), name]));
  const listed = (version?.apis ?? []).map(([id, number]) => {
    const name = names.get(toHex(id));
    return {
      name: name ?? toHex(id),
      version: number,
      methods: name === undefined ? [] : (byName.get(name) ?? []).sort(),
    };
  });
  return listed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
