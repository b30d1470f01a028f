// Compiles the epoch kernel (kernel/assembly) to kernel/epoch.wasm and to the module that the runtime has it from.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main as compile } from "assemblyscript/asc";

const home = fileURLToPath(new URL("..", import.meta.url));
export const programFile = `${home}kernel/epoch.wasm`;
export const moduleFile = `${home}src/runtime/pallets/subtensor/yuma/kernel/program-bytes.ts`;

/** No garbage collector, no checks that only state what is so, and nothing that the program asks of its host. */
const options = ["--runtime", "stub", "--noAssert", "--use", "abort=", "--optimizeLevel", "3", "--converge"];

/** The program that the pinned compiler makes of the sources. @throws Error with the compiler's messages. */
export async function buildKernel(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await compile(
    ["kernel/assembly/index.ts", "--baseDir", home, "--outFile", "epoch.wasm", ...options],
    {
      writeFile: (_name, contents) => {
        bytes = contents as Uint8Array;
      },
    },
  );
  if (error !== null || bytes === undefined) throw new Error(`the kernel does not compile: ${stderr.toString()}`);
  return bytes;
}

/** The module of the runtime that holds a program. */
export function kernelModule(bytes: Uint8Array): string {
  return [
    "/** kernel/epoch.wasm in base64: `npm run kernel` writes both. */",
    `export const programBase64 =\n  "${Buffer.from(bytes).toString("base64")}";\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildKernel();
  writeFileSync(programFile, bytes);
  writeFileSync(moduleFile, kernelModule(bytes));
  console.log(`${bytes.length} bytes`);
}
