import { expect, it } from "vitest";
import { fromHex, utf8 } from "../lib/bytes.ts";
import { builds } from "../runtime/rules.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { choiceNotice } from "./choice-notice.ts";

const withCode = (code: Uint8Array) => memoryState([[":code", code]]);
const placeholder = withCode(fromHex(builds.local.code));
const program = withCode(utf8("a program"));

it("says when the option sounds otherwise than blocks are executed", () => {
  expect(choiceNotice("rules", undefined, program)).toMatch(/^--engine rules: the chain has a program of its own/);
  expect(choiceNotice("both", undefined, placeholder)).toMatch(/^--engine both: :code is a placeholder/);
  expect(choiceNotice("program", undefined, placeholder)).toMatch(/^--engine program: :code is a placeholder/);
  expect(choiceNotice("both", utf8("given"), program)).toMatch(/one that --runtime gives is not executed$/);
});

it("is silent where it does what it says", () => {
  expect(choiceNotice("auto", undefined, program)).toBeUndefined();
  expect(choiceNotice("rules", undefined, placeholder)).toBeUndefined();
  expect(choiceNotice("both", utf8("given"), placeholder)).toBeUndefined();
  expect(choiceNotice("both", undefined, program)).toBeUndefined();
});
