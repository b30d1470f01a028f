import { fileURLToPath } from "node:url";

/** The folder of the project, and the one that the package is built in. */
export const home = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const target = `${home}/build/package`;

/** What the npm package is called. Nothing is published: the name on a registry stays to be decided. */
export const packageName = "subtensor-ts";

/** The oldest Node.js that the package runs on, by major version: zstd, and what the libraries of the network need. */
export const oldestNode = "^22.15.0 || >=23.8.0";

/** What programs may import: the name after the package's, and the source that it is. Types are made for these. */
export const libraryEntries: Readonly<Record<string, string>> = {
  "./shield": "src/crypto/shield.ts",
  "./testing": "src/testing/index.ts",
  "./testing/vitest": "src/testing/vitest.ts",
};

/** Packages that a library entry is written for: who imports it has them. */
export const peers: Readonly<Record<string, string>> = { vitest: ">=4.1" };

/** Files and folders that are read while the node runs, at the same place as in the project. */
export const dataFolders = ["chainspec"];

/** What the package has of a native library: the builds of LevelDB for the machines that the node runs on. */
export const nativeLibrary = {
  package: "classic-level",
  builds: ["linux-x64", "linux-arm64", "darwin-x64+arm64"],
  /** Texts of what is compiled into them. */
  licences: ["deps/leveldb/leveldb-1.20/LICENSE", "deps/snappy/snappy/COPYING"],
};

/** Packages that are not bundled into what imports them, since they look for files beside themselves; and what is taken from them. */
export const keptTogether: Readonly<Record<string, readonly string[]>> = { level: ["Level"] };

/** Tools that put code of their own into what they make: the bundler, and the compiler of our WebAssembly. */
export const tools = ["rolldown", "assemblyscript"];

/** Modules that libraries try to load and do without. */
export const absentModules = ["bufferutil", "utf-8-validate"];

/** What the package may weigh unpacked, bytes. */
export const sizeLimit = 15_000_000;
