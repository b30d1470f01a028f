import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { testFinneySpec } from "../../../test/support/foreign-specs.ts";
import { decode, encode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";
import { concatBytes, toHex, utf8 } from "../../lib/bytes.ts";
import { MetadataV15, type MetadataV15Value } from "../../metadata/codecs.ts";
import { surfaceOf } from "../../metadata/surface.ts";
import { RuntimeVersion } from "../../primitives/runtime-version.ts";
import { runtimeVersion } from "../../runtime/executive/version.ts";
import { production } from "../../runtime/index.ts";
import { signed } from "../../wasm/module/encode.ts";
import { body, data, exported, importFunction, smallParts, smallProgram } from "../../wasm/testing/write-module.ts";
import type { Change } from "./changes.ts";
import { compareSurfaces } from "./compare-surfaces.ts";
import { diffRuntimes } from "./diff.ts";
import { diffText } from "./diff-text.ts";
import { inspectionText, inspectRuntime } from "./inspect.ts";
import { readRuntimeFile } from "./runtime-file.ts";

const folder = mkdtempSync(join(tmpdir(), "runtime-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const recorded = (name: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(new URL(`../../../test/vectors/metadata/${name}.scale.gz`, import.meta.url))));

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const original = decode(MetadataV15, recorded("production.v15"));

/** The original's metadata, changed by hand. */
function changed(change: (metadata: MetadataV15Value) => void): Change[] {
  const copy = structuredClone(original);
  change(copy);
  return compareSurfaces(surfaceOf(original), surfaceOf(copy));
}

function palletOf(metadata: MetadataV15Value, name: string): MetadataV15Value["pallets"][number] {
  const pallet = metadata.pallets.find((one) => one.name === name);
  if (pallet === undefined) throw new Error(`no pallet ${name}`);
  return pallet;
}

function variantsOf(metadata: MetadataV15Value, type: number | undefined) {
  const { def } = metadata.types[type ?? -1] as MetadataV15Value["types"][number];
  if (def.type !== "variant") throw new Error("no variants");
  return def.value;
}

function idOf(metadata: MetadataV15Value, primitive: string): number {
  return metadata.types.findIndex(({ def }) => def.type === "primitive" && def.value === primitive);
}

describe("what differs between two runtimes", () => {
  it("is nothing where nothing does, in metadata of any version", () => {
    expect(changed(() => {})).toEqual([]);
    for (const version of [14, 15, 16]) {
      const path = file(`production.v${version}`, recorded(`production.v${version}`));
      const { changes } = diffRuntimes(path, path);
      expect(changes).toEqual([]);
    }
  });

  it("is the same of two builds, whatever version of metadata is compared", () => {
    const changes = [14, 15, 16].map((version) => {
      const [before, after] = ["production", "local"].map((name) =>
        file(`${name}.v${version}`, recorded(`${name}.v${version}`)),
      );
      return diffRuntimes(before as string, after as string).changes;
    });
    expect(changes[1]).toEqual(changes[0]);
    expect(changes[2]).toEqual(changes[0]);
    expect(changes[0]).toHaveLength(18);
    expect(changes[0]).toContainEqual({
      ...{ part: "call", of: "SubtensorModule", name: "faucet", change: "came" },
      text: "(block_number: u64, nonce: u64, work: Vec<u8>), number 60",
    });
    expect(changes[0]).toContainEqual({
      ...{ part: "constant", of: "Aura", name: "SlotDuration", change: "changed" },
      details: [{ what: "value", from: "12000", to: "250" }],
    });
    expect(changes[0]).toContainEqual({
      ...{ part: "storage", of: "SubtensorModule", name: "Tempo", change: "changed" },
      details: [{ what: "default", from: "360", to: "10" }],
    });
  });

  it("is a pallet", () => {
    const went = changed(
      ({ pallets }) =>
        void pallets.splice(
          pallets.findIndex(({ name }) => name === "Drand"),
          1,
        ),
    );
    expect(went).toEqual([
      expect.objectContaining({ part: "pallet", name: "Drand", change: "went", text: "number 26" }),
    ]);
    expect(went[0]?.details?.[0]).toEqual({
      what: "calls",
      from: "write_pulse, set_beacon_config, set_oldest_stored_round",
    });
    const moved = changed((metadata) => {
      const pallet = palletOf(metadata, "Drand");
      pallet.index = 99;
      if (pallet.storage !== undefined) pallet.storage.prefix = "Beacon";
    });
    expect(moved).toEqual([
      {
        ...{ part: "pallet", name: "Drand", change: "changed" },
        details: [
          { what: "number", from: "26", to: "99" },
          { what: "storage prefix", from: "Drand", to: "Beacon" },
        ],
      },
    ]);
  });

  it("is a call, its number and its arguments", () => {
    const changes = changed((metadata) => {
      const calls = variantsOf(metadata, palletOf(metadata, "Timestamp").calls);
      const set = calls[0] as (typeof calls)[number];
      set.index = 5;
      set.fields = [
        { name: "later", type: idOf(metadata, "bool"), typeName: undefined, docs: [] },
        { ...(set.fields[0] as (typeof set.fields)[number]), type: idOf(metadata, "u64") },
      ];
      calls.push({ name: "stop", index: 6, fields: [], docs: [] });
    });
    expect(changes).toEqual([
      {
        ...{ part: "call", of: "Timestamp", name: "set", change: "changed" },
        details: [
          { what: "number", from: "0", to: "5" },
          { what: "argument now", from: "Compact<u64>", to: "u64", sameBytes: false },
          { what: "argument later came", to: "bool" },
        ],
      },
      { part: "call", of: "Timestamp", name: "stop", change: "came", text: "number 6" },
    ]);
  });

  it("is the order of arguments", () => {
    const changes = changed((metadata) => {
      const calls = variantsOf(metadata, palletOf(metadata, "Balances").calls);
      calls.find(({ name }) => name === "burn")?.fields.reverse();
    });
    expect(changes).toEqual([
      {
        ...{ part: "call", of: "Balances", name: "burn", change: "changed" },
        details: [{ what: "order of arguments", from: "value, keep_alive", to: "keep_alive, value" }],
      },
    ]);
  });

  it("is a storage item, its hashers, types, modifier and default", () => {
    const changes = changed((metadata) => {
      const entries = palletOf(metadata, "System").storage?.entries ?? [];
      const named = (name: string) => entries.find((entry) => entry.name === name) as (typeof entries)[number];
      const hash = named("BlockHash");
      if (hash.type.type === "map") hash.type.value.hashers = ["Identity"];
      named("Number").modifier = "Optional";
      named("EventCount").default = Uint8Array.of(7, 0, 0, 0);
      named("ExtrinsicCount").type = named("BlockHash").type;
      entries.splice(entries.indexOf(named("Digest")), 1);
    });
    expect(changes.map(({ name, change, details, text }) => [name, change, text ?? details])).toEqual([
      [
        "ExtrinsicCount",
        "changed",
        [
          { what: "kind", from: "plain", to: "map" },
          { what: "value", from: "u32", to: "H256", sameBytes: false },
        ],
      ],
      ["BlockHash", "changed", [{ what: "hashers", from: "Twox64Concat", to: "Identity" }]],
      ["Number", "changed", [{ what: "modifier", from: "Default", to: "Optional" }]],
      ["Digest", "went", "Digest, Default"],
      ["EventCount", "changed", [{ what: "default", from: "0", to: "7" }]],
    ]);
  });

  it("is an event, an error, an extension and a method of an API", () => {
    const changes = changed((metadata) => {
      const sudo = palletOf(metadata, "Sudo");
      variantsOf(metadata, sudo.event).pop();
      variantsOf(metadata, sudo.error).push({ name: "Tired", index: 1, fields: [], docs: [] });
      metadata.extrinsic.extensions.reverse();
      metadata.extrinsic.extensions.pop();
      const core = metadata.apis.find(({ name }) => name === "Core");
      core?.methods.splice(0, 1);
      const info = metadata.apis.find(({ name }) => name === "Metadata")?.methods[0];
      if (info !== undefined) info.output = idOf(metadata, "bool");
    });
    expect(changes.map(({ part, of, name, change }) => [part, of, name, change].join(" "))).toEqual([
      ...["event Sudo SudoAsDone went", "error Sudo Tired came", "extrinsic  extrinsic changed"],
      ...["extension  CheckNonZeroSender went", "method Core version went", "method Metadata metadata changed"],
    ]);
    expect(changes[5]?.details).toEqual([{ what: "answer", from: "OpaqueMetadata", to: "bool", sameBytes: false }]);
  });

  it("stands once where many have a type that changed inside", () => {
    const changes = changed((metadata) => {
      const error = metadata.types.find(({ path }) => path.join("::") === "sp_runtime::DispatchError");
      if (error?.def.type === "variant") error.def.value.pop();
    });
    expect(changes.filter(({ part }) => part === "type")).toEqual([
      {
        ...{ part: "type", name: "sp_runtime::DispatchError", change: "changed" },
        details: [{ what: "variant Trie went", from: "number 14" }],
      },
    ]);
    const event = changes.find(({ of, name }) => of === "System" && name === "ExtrinsicFailed");
    expect(event?.details).toEqual([
      { what: "field dispatch_error", from: "DispatchError", to: "DispatchError", sameBytes: false, inside: true },
    ]);
  });

  it("is told to people", () => {
    const [before, after] = ["production", "local"].map((name) => file(`${name}.scale`, recorded(`${name}.v15`)));
    const text = diffText(diffRuntimes(before as string, after as string));
    expect(text).toContain(
      "\nSubtensorModule\n  calls\n    + faucet(block_number: u64, nonce: u64, work: Vec<u8>), number 60\n",
    );
    expect(text).toContain("\n    ~ SlotDuration: value: 12000 -> 250\n");
    expect(text).toMatch(/\n1 came, 0 went, 17 changed\.$/);
    expect(diffText(diffRuntimes(before as string, before as string))).toMatch(/\nNothing differs\.$/);
  });
});

const spec = testFinneySpec();

describe.skipIf(spec === undefined)("the test network's first program", () => {
  it("tells of itself, and what came since", () => {
    const { genesis } = JSON.parse(spec ?? "") as { genesis: { raw: { top: Record<string, string> } } };
    const old = file("103.hex", genesis.raw.top["0x3a636f6465"] ?? "");
    const { program, pallets, metadata } = inspectRuntime(readRuntimeFile(old));
    expect(program).toMatchObject({ spec_version: 103, compressed: true, size: 286_766, unpacked_size: 1_473_752 });
    expect(program?.unknown_imports).toEqual([]);
    expect([metadata, pallets.length, program?.apis.length, program?.imports.length]).toEqual([14, 9, 15, 43]);
    const { changes } = diffRuntimes(old, file("now", recorded("production.v15")));
    expect(changes).toContainEqual({
      ...{ part: "call", of: "SubtensorModule", name: "add_stake", change: "changed" },
      details: [{ what: "argument netuid came", to: "u16" }],
    });
    expect(changes).toContainEqual({
      ...{ part: "event", of: "System", name: "ExtrinsicSuccess", change: "changed" },
      details: [{ what: "field dispatch_info", from: "DispatchInfo", to: "DispatchEventInfo", sameBytes: true }],
    });
  });
});

const answer = (at: number, length: number): Uint8Array => {
  const value = (BigInt(length) << 32n) | BigInt(at);
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const last = rest < 64n;
    bytes.push(Number(rest & 0x7fn) | (last ? 0 : 0x80));
    if (last) return body(0x42, ...bytes);
  }
};

const version = encode(RuntimeVersion, { ...runtimeVersion(production), spec_name: "tiny", spec_version: 7 });

/** A program that answers its version, and its metadata in the old way and by version. */
function tiny(
  metadata: Uint8Array,
  more: { readonly imports?: readonly Uint8Array[]; readonly names?: readonly string[] } = {},
): Uint8Array {
  const { imports = [], names = [] } = more;
  const old = encode(bytes, metadata);
  const optional = encode(option(bytes), metadata);
  const none = Uint8Array.of(0);
  const place = 1024;
  const parts = [version, old, none, optional];
  const starts = parts.map((_, index) => place + parts.slice(0, index).reduce((sum, part) => sum + part.length, 0));
  const first = 1 + imports.length;
  // By version: the fifteenth, and no other.
  const byVersion = concatBytes(
    ...[
      Uint8Array.of(0x20, 0, 0x28, 2, 0, 0x41),
      signed(15),
      Uint8Array.of(0x46, 0x04, 0x7e),
      answer(starts[3] as number, optional.length).subarray(2, -1),
      Uint8Array.of(0x05),
      answer(starts[2] as number, 1).subarray(2, -1),
      Uint8Array.of(0x0b),
    ],
  );
  const pages = Uint8Array.of(0);
  const heapBase = 8 * 65_536;
  return smallProgram({
    imports: [
      concatBytes(
        Uint8Array.of(3),
        utf8("env"),
        Uint8Array.of(6),
        utf8("memory"),
        Uint8Array.of(2),
        pages,
        Uint8Array.of(9),
      ),
      importFunction("ext_allocator_free_version_1", 1),
      ...imports,
    ],
    functions: [0, 0, 0],
    globals: [concatBytes(Uint8Array.of(0x7f, 0, 0x41), signed(heapBase), Uint8Array.of(0x0b))],
    exports: [
      exported("Core_version", "function", first),
      exported("Metadata_metadata", "function", first + 1),
      ...names.map((name) => exported(name, "function", first + 2)),
      exported("__heap_base", "global", 0),
    ],
    bodies: [answer(starts[0] as number, version.length), answer(starts[1] as number, old.length), body(...byVersion)],
    data: [data(place, concatBytes(...parts))],
  });
}

describe("a runtime from a file", () => {
  const metadata = recorded("production.v15");

  it.each(["bytes", "hex"])("is a program in %s, which is asked for its metadata", (form) => {
    const code = tiny(metadata);
    const read = readRuntimeFile(file(`tiny.${form}`, form === "hex" ? `${toHex(code)}\n` : code));
    expect(read.version).toMatchObject({ spec_name: "tiny", spec_version: 7 });
    expect(read.metadata.version).toBe(15);
    expect(read.program?.heapBase).toBe(8 * 65_536);
  });

  it("is asked for the newest version of metadata that is known here", () => {
    const old = recorded("production.v14");
    const code = tiny(metadata, { names: ["Metadata_metadata_at_version"] });
    expect(readRuntimeFile(file("new", code)).metadata.version).toBe(15);
    expect(readRuntimeFile(file("new", code), 14).metadata.version).toBe(15);
    expect(readRuntimeFile(file("old", tiny(old))).metadata.version).toBe(14);
  });

  it("is described", () => {
    const imports = [importFunction("ext_new_thing_version_1", 1)];
    const path = file("described", tiny(metadata, { imports, names: ["GrandpaApi_current_set_id"] }));
    const inspection = inspectRuntime(readRuntimeFile(path));
    expect(inspection.program).toMatchObject({
      ...{ spec_name: "tiny", spec_version: 7, compressed: false, memory_pages: 9, heap_base: 524_288 },
      imports: ["ext_allocator_free_version_1", "ext_new_thing_version_1"],
      unknown_imports: ["ext_new_thing_version_1"],
    });
    expect(inspection.program?.apis).toContainEqual({
      ...{ name: "Core", version: 5, methods: ["execute_block", "initialize_block", "version"] },
    });
    const old = file("old", tiny(recorded("production.v14"), { names: ["GrandpaApi_current_set_id"] }));
    const apis = inspectRuntime(readRuntimeFile(old)).program?.apis;
    expect(apis).toContainEqual({ name: "GrandpaApi", version: 3, methods: ["current_set_id"] });
    expect(apis).toContainEqual({ name: "0x37c8bb1350a9a2a8", version: 4, methods: [] });
    expect(inspection.pallets[2]).toEqual({
      ...{ name: "Timestamp", index: 2, calls: ["set"], storage: 2, events: 0, errors: 0, constants: 1 },
    });
    expect(inspection.extensions).toHaveLength(13);
    const text = inspectionText(inspection);
    expect(text).toContain("Host functions: 2, 1 of them unknown here\n");
    expect(text).toContain("\n  ext_new_thing_version_1  (unknown)\n");
    expect(text).toMatch(/\n {2}spec {14}tiny 7\n/);
  });

  it("is compared with its APIs, imports and version", () => {
    const imports = [importFunction("ext_new_thing_version_1", 1)];
    const [before, after] = [
      file("a", tiny(metadata)),
      file("b", tiny(metadata, { imports, names: ["GrandpaApi_current_set_id"] })),
    ];
    const { changes, notes } = diffRuntimes(before, after);
    expect(notes).toEqual([]);
    expect(changes).toContainEqual({ part: "import", name: "ext_new_thing_version_1", change: "came" });
    const bare = diffRuntimes(before, file("m", metadata));
    expect(bare.notes).toEqual([expect.stringMatching(/^Versions, APIs and imports are not compared: /)]);
    expect(bare.changes).toEqual([]);
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ["nothing", "", /is empty$/],
    ["text", "hello", /is text, not a program$/],
    ["other bytes", "\u0001", /does not begin as a module does/],
    ["a placeholder", Buffer.from("\0STE"), /no program but this client's placeholder/],
    ["metadata that is cut off", metadata.subarray(0, 5000), /sequence longer than the data|more bytes expected/],
    [
      "metadata of another version",
      Uint8Array.of(0x6d, 0x65, 0x74, 0x61, 13, 0),
      /metadata of version 13 is not known here: 14, 15 and 16 are/,
    ],
    ["a program without metadata", tiny(utf8("no metadata")), /the program's metadata is none/],
    ["a program that cannot say it", smallProgram({ bodies: [body(0x00)] }), /unreachable/],
    [
      "a program without the function",
      smallProgram({ exports: [smallParts.exports[1] as Uint8Array] }),
      /Exported method Core_version is not found/,
    ],
  ])("that holds %s is refused", (_what, content, message) => {
    const path = file("wrong", content);
    expect(() => readRuntimeFile(path)).toThrow(message);
    expect(() => readRuntimeFile(path)).toThrow(expect.objectContaining({ name: "UserError", exitCode: 1 }));
    expect(() => readRuntimeFile(path)).toThrow(path);
  });

  it("that is not there is refused", () => {
    expect(() => readRuntimeFile(join(folder, "none"))).toThrow(/none cannot be read: ENOENT/);
  });
});
