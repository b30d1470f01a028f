import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildKernel, kernelModule, moduleFile, programFile } from "../../scripts/kernel.ts";

describe("the epoch kernel", () => {
  it("is what its sources compile to (npm run kernel builds it)", async () => {
    const built = await buildKernel();
    expect(Buffer.compare(readFileSync(programFile), built)).toBe(0);
    expect(readFileSync(moduleFile, "utf8")).toBe(kernelModule(built));
  }, 60_000);

  it("asks nothing of its host", async () => {
    const { WebAssembly } = globalThis as unknown as {
      WebAssembly: { Module: { new (bytes: Uint8Array): object; imports(module: object): unknown[] } };
    };
    expect(WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(programFile)))).toEqual([]);
  });
});
