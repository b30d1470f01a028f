import { describe, expect, it } from "vitest";
import { testFinneySpec } from "../../../test/support/foreign-specs.ts";
import { blake2b64 } from "../../crypto/hashing.ts";
import { fromHex, toHex, utf8 } from "../../lib/bytes.ts";
import { globalName } from "./prepare.ts";
import { loadProgram, type Program } from "./program.ts";

const spec = testFinneySpec();

function load(text: string): Program {
  const { genesis } = JSON.parse(text) as { genesis: { raw: { top: Record<string, string> } } };
  return loadProgram(fromHex(genesis.raw.top["0x3a636f6465"] ?? ""));
}

describe.skipIf(spec === undefined)("the test network's first program", () => {
  const program = spec === undefined ? (undefined as never) : load(spec);

  it("is taken", () => {
    expect(program.hash).toBe("0x4d5988d708ca91ea26f6c462edfe30d381d182e3fc61702b3d7a527920deb304");
    expect(program.unpacked).toHaveLength(1_473_752);
    expect(program.memory).toEqual({ minimum: 18, dataEnd: 1_124_752 });
    expect(program.heapBase).toBe(1_124_752);
  });

  it("has version 103", () => {
    expect(program.version).toMatchObject({ spec_name: "node-subtensor", spec_version: 103, system_version: 1 });
    const core = toHex(blake2b64(utf8("Core")));
    expect(program.version?.apis.find(([id]) => toHex(id) === core)?.[1]).toBe(4);
  });

  it("imports and exports what V8 reads of it", () => {
    const { imports, exports } = WebAssembly.Module as unknown as {
      imports(module: WebAssembly.Module): { module: string; name: string; kind: string }[];
      exports(module: WebAssembly.Module): { name: string; kind: string }[];
    };
    const names = program.imports.map(({ name }) => name);
    expect(names).toHaveLength(43);
    expect(imports(program.module).map(({ name }) => name)).toEqual([...names, "memory"]);
    // After them comes the one global that it changes, its stack pointer.
    const exported = [...program.exports.map(({ name }) => name), globalName(0)];
    expect(exports(program.module).map(({ name }) => name)).toEqual(exported);
  });
});
