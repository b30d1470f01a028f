import { readFileSync } from "node:fs";
import { join } from "node:path";
import { libraryFile } from "./bundle.ts";
import { home, libraryEntries, oldestNode, packageName, peers } from "./contents.ts";
import { typesFile } from "./declarations.ts";

/** The package.json of the package: nothing is installed beside it. */
export function manifest(): Readonly<Record<string, unknown>> {
  const { version, description, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const library = Object.entries(libraryEntries).map(([entry, source]) => [
    entry,
    { types: `./${typesFile(source)}`, default: `./${libraryFile(entry)}` },
  ]);
  return {
    name: packageName,
    version,
    description,
    license,
    type: "module",
    bin: { subtensor: "bin/subtensor", [packageName]: "bin/subtensor" },
    exports: { ...Object.fromEntries(library), "./package.json": "./package.json" },
    engines: { node: oldestNode },
    peerDependencies: peers,
    peerDependenciesMeta: Object.fromEntries(Object.keys(peers).map((name) => [name, { optional: true }])),
    os: ["linux", "darwin"],
    cpu: ["x64", "arm64"],
  };
}
