import { blake2b64 } from "../../crypto/hashing.ts";
import { toHex, utf8 } from "../../lib/bytes.ts";
import type { RuntimeFile } from "./runtime-file.ts";

/** A runtime API as a program lists it. */
export interface ListedApi {
  /** Its name, or its hash where nothing shows the name. */
  readonly name: string;
  readonly version: number;
  readonly methods: readonly string[];
}

/** Names of APIs by their hashes, which programs list them by. */
export type ApiNames = ReadonlyMap<string, string>;

/** The methods that a runtime has, by API: those in its metadata, or else those that the program exports. */
function methodsOf({ program, metadata }: RuntimeFile): Map<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { name, kind } of program?.exports ?? []) {
    const split = name.indexOf("_");
    if (kind !== "function" || split <= 0) continue;
    const api = name.slice(0, split);
    const list = methods.get(api);
    if (list === undefined) methods.set(api, [name.slice(split + 1)]);
    else list.push(name.slice(split + 1));
  }
  const listed = "apis" in metadata ? metadata.apis : [];
  for (const api of listed)
    methods.set(
      api.name,
      api.methods.map(({ name }) => name),
    );
  return methods;
}

/** All names of APIs that some runtimes show. */
export function apiNames(files: readonly RuntimeFile[]): ApiNames {
  const names = files.flatMap((file) => [...methodsOf(file).keys()]);
  return new Map(names.map((name) => [toHex(blake2b64(utf8(name))), name]));
}

/** The runtime APIs of a program in the order of their names. None for metadata alone. */
export function apisOf(file: RuntimeFile, names: ApiNames): ListedApi[] {
  const methods = methodsOf(file);
  const listed = (file.version?.apis ?? []).map(([id, version]) => {
    const name = names.get(toHex(id)) ?? toHex(id);
    return { name, version, methods: [...(methods.get(name) ?? [])].sort() };
  });
  return listed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
