import type { Packed } from "../build.ts";
import { libraryFile } from "../bundle.ts";
import { libraryEntries, nativeLibrary, sizeLimit } from "../contents.ts";
import { typesFile } from "../declarations.ts";

/** What a file of the package may be. */
const kinds = [
  /^(package\.json|README\.md|LICENSE|THIRD-PARTY)$/,
  /^bin\/subtensor(\.js)?$/,
  /^chainspec\/[a-z]+\.json$/,
  /^dist\/(threads\/)?[\w-]+\.js$/,
  /^dist\/packed\/[\w-]+\.cjs$/,
  /^dist\/packed\/prebuilds\/[\w+-]+\/[\w.-]+\.node$/,
  /^types\/.+\.d\.ts$/,
];

/** What must be in it. */
const needed = [
  ...["package.json", "README.md", "LICENSE", "THIRD-PARTY", "bin/subtensor", "dist/main.js", "chainspec/dev.json"],
  ...Object.entries(libraryEntries).flatMap(([entry, source]) => [libraryFile(entry), typesFile(source)]),
];

/** @returns what is in the package in one line. @throws Error for what is too much, missing, or does not belong there */
export function checkContents({ files, packed, unpacked }: Packed): string {
  const strange = files.filter((file) => !kinds.some((kind) => kind.test(file)));
  if (strange.length > 0) throw new Error(`does not belong there: ${strange.join(", ")}`);
  const missing = needed.filter((file) => !files.includes(file));
  const builds = nativeLibrary.builds.filter((build) => !files.some((file) => file.includes(`/${build}/`)));
  if (missing.length + builds.length > 0) throw new Error(`missing: ${[...missing, ...builds].join(", ")}`);
  if (unpacked >= sizeLimit) throw new Error(`${unpacked} bytes unpacked: at most ${sizeLimit}`);
  return `${files.length} files, ${(packed / 1e6).toFixed(2)} MB packed, ${(unpacked / 1e6).toFixed(2)} MB unpacked`;
}
