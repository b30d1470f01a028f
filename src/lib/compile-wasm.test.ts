import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const compileWasm = new URL("compile-wasm.ts", import.meta.url).href;

/** What V8 says of compiled code that it threw away while a program called its host often. */
function thrownAway(compile: string): number {
  const source = `
    import { compileWasm } from ${JSON.stringify(compileWasm)};
    const bytes = Uint8Array.from([0,97,115,109,1,0,0,0, 1,8,2,96,1,127,0,96,0,0, 2,7,1,1,101,1,102,0,0, 3,2,1,1, 7,5,1,1,114,0,1,
      10,26,1,24,1,1,127,3,64,32,0,16,0,32,0,65,1,106,34,0,65,184,23,72,13,0,11,11]);
    for (let round = 0; round < 5; round++) {
      const module = ${compile};
      new WebAssembly.Instance(module, { e: { f: () => undefined } }).exports.r();
      gc();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }`;
  const flags = [
    "--expose-gc",
    "--stress-wasm-code-gc",
    "--trace-wasm-code-gc",
    "--disable-warning=ExperimentalWarning",
  ];
  const told = execFileSync(process.execPath, [...flags, "--input-type=module", "-e", source], { encoding: "utf8" });
  return told.split("\n").filter((line) => line.startsWith("[wasm-gc]")).length;
}

test("compiled code of a module is kept while it lives", () => {
  expect(thrownAway("new WebAssembly.Module(bytes)")).toBeGreaterThan(0);
  expect(thrownAway("compileWasm(bytes)")).toBe(0);
});
