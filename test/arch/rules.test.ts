import { describe, expect, it } from "vitest";
import {
  checkBuilds,
  checkLayers,
  checkPaths,
  checkPurity,
  checkRings,
  checkRuleFields,
  checkSpreads,
  checkUse,
} from "./rules.ts";
import { readFacts } from "./source.ts";

/** Facts of planted files: path to text. */
const plant = (files: Record<string, string>) => Object.entries(files).map(([path, text]) => readFacts(path, text));

describe("the architecture rules find what is planted", () => {
  it("an import upward, also of a type, and also when lazy", () => {
    const found = checkLayers(
      plant({
        "src/runtime/a.ts": 'import { x } from "../storage/x.ts";\nimport type { Y } from "../chain/y.ts";',
        "src/lib/b.ts": 'const c = () => import("../codec/c.ts");\nexport * from "../crypto/d.ts";',
        "src/node/e.ts": 'import "../main.ts";',
        "src/cli/f.ts": 'import { e } from "../node/e.ts";\nimport { g } from "../../test/g.ts";',
        "src/other/h.ts": "",
        "src/rpc/i.ts": 'import { j } from "../chain/api.ts";\nimport { k } from "../storage/k.ts";',
        "src/chain/l.ts": 'import type { M } from "../runtime/m.ts";\nimport { n } from "../engine/native/n.ts";',
        "src/engine/native/o.ts":
          'import { p } from "../../chain/engine.ts";\nimport { q } from "../../chain/pool/q.ts";',
      }),
    );
    expect(found).toEqual([
      "src/runtime/a.ts:1: runtime may not import storage (../storage/x.ts)",
      "src/runtime/a.ts:2: runtime may not import chain (../chain/y.ts)",
      "src/lib/b.ts:1: lib may not import codec (../codec/c.ts)",
      "src/lib/b.ts:2: lib may not import crypto (../crypto/d.ts)",
      "src/node/e.ts:1: node may not import main.ts (../main.ts)",
      "src/cli/f.ts:2: imports ../../test/g.ts, which is outside src/",
      "src/other/h.ts: the folder other is not in the table of test/arch/rules.ts",
      "src/rpc/i.ts:2: rpc may not import storage (../storage/k.ts)",
      "src/chain/l.ts:1: chain may not import runtime (../runtime/m.ts)",
      "src/chain/l.ts:2: chain may not import engine (../engine/native/n.ts)",
      "src/engine/native/o.ts:2: of chain, engine may import only api.ts, engine.ts, environment.ts (../../chain/pool/q.ts)",
    ]);
  });

  it("a barrel inside its folder and a path without its ending", () => {
    const found = checkPaths(
      plant({
        "src/runtime/frame/a.ts": 'import { x } from "./index.ts";\nimport { y } from "../index.ts";',
        "src/chain/b.ts": 'import { z } from "../runtime/index.ts";\nimport { w } from "./w";',
      }),
    );
    expect(found).toEqual([
      "src/runtime/frame/a.ts:1: imports the index.ts of its own folder (./index.ts)",
      "src/runtime/frame/a.ts:2: imports the index.ts of its own folder (../index.ts)",
      "src/chain/b.ts:2: ./w lacks its file ending",
    ]);
  });

  it("a ring of values, but not one of types", () => {
    const ring = { "src/lib/b.ts": 'import { c } from "./c.ts";', "src/lib/c.ts": 'export { a } from "./a.ts";' };
    expect(checkRings(plant({ "src/lib/a.ts": 'import { b } from "./b.ts";', ...ring }))).toEqual([
      "ring: src/lib/a.ts -> src/lib/b.ts -> src/lib/c.ts -> src/lib/a.ts",
    ]);
    expect(checkRings(plant({ "src/lib/a.ts": 'import type { b } from "./b.ts";', ...ring }))).toEqual([]);
  });

  it("an export that nothing but tests uses, but not one of a file that is taken whole", () => {
    const found = checkUse(
      plant({
        "src/lib/a.ts": "export const b = 1;\nexport type D = number;\nexport function e(f: D) {}",
        "src/lib/g.ts": "export const h = 1;\nexport const i = h;",
        "src/rpc/j.ts": "export const k = 1;",
        "src/rpc/n.test.ts": 'import { b } from "../lib/a.ts";',
        "scripts/l.ts":
          'import { i } from "../src/lib/g.ts";\nimport * as j from "../src/rpc/j.ts";\nexport const m = i + j.k;',
      }),
    );
    expect(found).toEqual(["src/lib/a.ts:1: nothing but tests uses b", "src/lib/a.ts:3: nothing but tests uses e"]);
  });

  it("lists as arguments, but not in literals, and not where their length is fixed", () => {
    const text = [
      "list.push(...more);",
      "Math.max(...sizes, 0);",
      "new Set(...made);",
      "f.apply(undefined, list); Reflect.apply(f, undefined, list);",
      "const joined = [...list, ...more]; g([...list], { ...it }); h(...fixed);",
    ].join("\n");
    const files = plant({ "src/lib/a.ts": text, "src/lib/a.test.ts": text, "test/b.ts": text });
    expect(checkSpreads(files, { "src/lib/a.ts": ["h", "i"] })).toEqual([
      "src/lib/a.ts:1: list.push is called with a list as its arguments",
      "src/lib/a.ts:2: Math.max is called with a list as its arguments",
      "src/lib/a.ts:3: Set is called with a list as its arguments",
      "src/lib/a.ts:4: f.apply is called with a list as its arguments",
      "src/lib/a.ts:4: Reflect.apply is called with a list as its arguments",
      "src/lib/a.ts: i is allowed lists as its arguments, and takes none",
    ]);
  });

  it("clock, chance, environment, floats and waiting under runtime and consensus only", () => {
    const text = [
      'import { readFileSync } from "node:fs";',
      "const a = Date.now() + Math.max(1, 2);",
      "const b = process.env.X ?? globalThis.crypto;",
      "const c = [1.5, .25, 5e-1, 1_000, 0x1e, 10n];",
      "export async function d() { await performance.now(); }",
      '// Math.PI 1.5\nconst e = { process: "Date 1.5", Math: 1 }; e.process; `$' +
        '{Math.PI} process`; /Date "/.test("");',
    ].join("\n");
    expect(checkPurity(plant({ "src/runtime/a.ts": text }))).toEqual([
      "src/runtime/a.ts:1: imports node:fs",
      "src/runtime/a.ts:2: uses Date",
      "src/runtime/a.ts:2: uses Math",
      "src/runtime/a.ts:3: uses process",
      "src/runtime/a.ts:3: uses globalThis",
      "src/runtime/a.ts:5: uses performance",
      "src/runtime/a.ts:7: uses Math",
      "src/runtime/a.ts:4: the fractional literal 1.5",
      "src/runtime/a.ts:4: the fractional literal .25",
      "src/runtime/a.ts:4: the fractional literal 5e-1",
      "src/runtime/a.ts:5: async or await",
      "src/runtime/a.ts:5: async or await",
    ]);
    expect(checkPurity(plant({ "src/node/a.ts": text, "src/runtime/a.test.ts": text }))).toEqual([]);
  });

  it("a build that is told by its name", () => {
    const text = [
      'const a = rules.name === "local" ? 1 : 2;',
      "const b = { production: 1, local: 2 }[state.rules.name];",
      "const { name } = state.rules;",
      'const c = (source: string) => source === "local";',
      'switch (config.rules) { case "pow-faucet": }',
    ].join("\n");
    expect(checkBuilds(plant({ "src/runtime/a.ts": text }))).toEqual([
      'src/runtime/a.ts:1: tells a build by its name, "local"',
      'src/runtime/a.ts:4: tells a build by its name, "local"',
      'src/runtime/a.ts:5: tells a build by its name, "pow-faucet"',
      "src/runtime/a.ts:1: reads the name of the rules",
      "src/runtime/a.ts:2: reads the name of the rules",
      "src/runtime/a.ts:3: reads the name of the rules",
    ]);
    expect(checkBuilds(plant({ "src/node/a.ts": text }))).toEqual([
      'src/node/a.ts:1: tells a build by its name, "local"',
      'src/node/a.ts:5: tells a build by its name, "pow-faucet"',
    ]);
    expect(checkBuilds(plant({ "src/runtime/rules.ts": text, "src/runtime/a.test.ts": text }))).toEqual([]);
  });

  it("a field of the rules that nobody reads", () => {
    const sources = new Map([
      ["src/runtime/rules.ts", "rules.unread"],
      ["src/runtime/a.ts", "state.rules.read; const { taken } = state.rules;"],
      ["src/runtime/a.test.ts", "rules.tested"],
    ]);
    const fields = ["name", "read", "taken", "unread", "tested"];
    expect(checkRuleFields(fields, sources)).toEqual(["unread", "tested"]);
  });
});
