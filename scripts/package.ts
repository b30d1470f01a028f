// Builds the npm package in build/package, and packs it to build/subtensor-ts-VERSION.tgz. Nothing is published.
import { fileURLToPath } from "node:url";
import { buildPackage, pack } from "./package/build.ts";
import { target } from "./package/contents.ts";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPackage(target);
  const { file, files, unpacked, packed } = pack(target);
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(`${file}: ${files.length} files, ${megabytes(packed)} packed, ${megabytes(unpacked)} unpacked`);
}
