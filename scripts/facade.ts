// Compiles the light clients' program (facade/assembly) to facade/facade.wasm and to the module that the node has it from.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main as compile } from "assemblyscript/asc";

const home = fileURLToPath(new URL("..", import.meta.url));
export const programFile = `${home}facade/facade.wasm`;
export const moduleFile = `${home}src/node/facade/program-bytes.ts`;

/**
 * Memory is the host's, 16 pages at least; below `memoryBase` lie the constants' addresses. What came after the first
 * version of WebAssembly is off: a Substrate host need not have it.
 */
export const programOptions = [
  ...["--runtime", "stub", "--noAssert", "--use", "abort=", "--optimizeLevel", "3", "--shrinkLevel", "1", "--converge"],
  ...["--importMemory", "--noExportMemory", "--initialMemory", "16", "--memoryBase", "2048"],
  ...["bulk-memory", "sign-extension", "nontrapping-f2i", "mutable-globals"].flatMap((feature) => [
    "--disable",
    feature,
  ]),
];

/** The program that the pinned compiler makes of the sources. @throws Error with the compiler's messages. */
export async function buildFacade(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await compile(
    ["facade/assembly/index.ts", "--baseDir", home, "--outFile", "facade.wasm", ...programOptions],
    {
      writeFile: (_name, contents) => {
        bytes = contents as Uint8Array;
      },
    },
  );
  if (error !== null || bytes === undefined) throw new Error(`the program does not compile: ${stderr.toString()}`);
  return bytes;
}

/** The module of the node that holds the program. */
export function facadeModule(bytes: Uint8Array): string {
  return [
    "/** facade/facade.wasm in base64: `npm run facade` writes both. */",
    `export const programBase64 =\n  "${Buffer.from(bytes).toString("base64")}";\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildFacade();
  writeFileSync(programFile, bytes);
  writeFileSync(moduleFile, facadeModule(bytes));
  console.log(`${bytes.length} bytes`);
}
