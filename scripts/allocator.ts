// Compiles the programs' allocator (allocator/assembly) to allocator/allocator.wasm and to the module that src/wasm has it from.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main as compile } from "assemblyscript/asc";

const home = fileURLToPath(new URL("..", import.meta.url));
export const programFile = `${home}allocator/allocator.wasm`;
export const moduleFile = `${home}src/wasm/allocator-bytes.ts`;

/** Its memory is the other program's, of which it may use nothing for itself. */
const options = [
  ...["--runtime", "stub", "--noAssert", "--use", "abort=", "--optimizeLevel", "3", "--converge"],
  ...["--importMemory", "--noExportMemory"],
];

/** The program that the pinned compiler makes of the sources. @throws Error with the compiler's messages. */
export async function buildAllocator(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await compile(
    ["allocator/assembly/index.ts", "--baseDir", home, "--outFile", "allocator.wasm", ...options],
    {
      writeFile: (_name, contents) => {
        bytes = contents as Uint8Array;
      },
    },
  );
  if (error !== null || bytes === undefined) throw new Error(`the allocator does not compile: ${stderr.toString()}`);
  return bytes;
}

/** The module of src/wasm that holds the program. */
export function allocatorModule(bytes: Uint8Array): string {
  return [
    "/** allocator/allocator.wasm in base64: `npm run allocator` writes both. */",
    `export const programBase64 =\n  "${Buffer.from(bytes).toString("base64")}";\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildAllocator();
  writeFileSync(programFile, bytes);
  writeFileSync(moduleFile, allocatorModule(bytes));
  console.log(`${bytes.length} bytes`);
}
