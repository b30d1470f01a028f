import { describe, expect, it } from "vitest";
import { JsonError } from "../../src/lib/json-reader.ts";
import { readJson } from "../../src/lib/json-tree.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { GenesisError } from "../../src/runtime/frame/genesis-tree.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import { buildFromText, buildGenesis } from "../../src/runtime/genesis.ts";
import { createRuntime, production } from "../../src/runtime/index.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { recordingJson, recordingNames } from "../support/recordings.ts";

/**
 * Genesis configs, whole and broken in every way, with the error that the original's reader has for them: serde_json
 * 1.0.145 and serde 1.0.228 over the original's types, those of sp-core as they are in a runtime (without `std`).
 * `text` is base64; `error` null where it is read.
 */
const configs = recordingNames("genesis-texts").flatMap(
  (name) => recordingJson("genesis-texts", name) as { readonly text: string; readonly error: string | null }[],
);
const runtime = createRuntime(production);

/** What is wrong with a text, as reading says; null where it is read, whatever building the state comes to. */
function problemOf(build: () => unknown): string | null {
  try {
    build();
  } catch (error) {
    if (error instanceof JsonError || error instanceof GenesisError) return error.message;
    if (!(error instanceof RuntimePanic || error instanceof NotBuilt)) throw error;
  }
  return null;
}

describe("recorded genesis configs", () => {
  it("are read or refused by the runtime API in the words of the original", () => {
    const wrong = configs.flatMap(({ text, error }) => {
      const bytes = new Uint8Array(Buffer.from(text, "base64"));
      const state = execute(memoryState([]).overlay(), production, runtime);
      const ours = problemOf(() => buildFromText(state, runtime.pallets, bytes));
      return ours === error ? [] : [{ ours, error, text: Buffer.from(text, "base64").toString("latin1") }];
    });
    expect(wrong).toEqual([]);
    expect(configs.length).toBeGreaterThan(700);
  });

  it("are taken from a file where the original takes them, but for what is given twice or not known", () => {
    const code = new Uint8Array();
    const wrong = configs.flatMap(({ text, error }) => {
      const bytes = new Uint8Array(Buffer.from(text, "base64"));
      const ours = problemOf(() =>
        buildGenesis(memoryState([]).overlay(), runtime, readJson(bytes) as Record<string, unknown>, code, "config"),
      );
      const stricter = /is given twice in one object|evm\.accounts.*: no such member|hex escape|unicode code point/;
      return (ours === null) === (error === null) || (error === null && stricter.test(ours ?? ""))
        ? []
        : [{ ours, error }];
    });
    expect(wrong).toEqual([]);
  });
});
