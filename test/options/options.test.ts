import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { flagOf } from "../../src/cli/option.ts";
import { type ChainFixture, createChain } from "./chain-fixture.ts";
import { databaseRows } from "./database-rows.ts";
import { devRows } from "./dev-rows.ts";
import { devnetRows } from "./devnet-rows.ts";
import { forkRows } from "./fork-rows.ts";
import { ethereumRows, runtimeRows, wasmRows } from "./idle-rows.ts";
import { keyRows } from "./key-rows.ts";
import { logRows } from "./log-rows.ts";
import { monitoringRows } from "./monitoring-rows.ts";
import { networkRows } from "./network-rows.ts";
import { chainRows, keystoreRows, offchainRows, roleRows } from "./node-rows.ts";
import { patchedRows } from "./patched-rows.ts";
import { poolRows } from "./pool-rows.ts";
import { replayRows } from "./replay-rows.ts";
import { rpcRows } from "./rpc-rows.ts";
import { runtimeFileRows } from "./runtime-rows.ts";
import { specRows } from "./spec-rows.ts";
import { stateFileRows, stateInspectRows } from "./state-file-rows.ts";
import type { Rows } from "./support.ts";
import { toolRows } from "./tool-rows.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-options-"));
let chain: ChainFixture;
beforeAll(async () => {
  chain = await createChain(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What each option of each command does, shown. */
const table: Readonly<Record<string, Rows>> = {
  "": {
    ...chainRows,
    ...forkRows,
    ...roleRows,
    ...rpcRows,
    ...databaseRows,
    ...stateFileRows,
    ...poolRows,
    ...keystoreRows,
    ...logRows,
    ...networkRows,
    ...monitoringRows,
    ...ethereumRows,
    ...offchainRows,
    ...wasmRows(""),
    ...runtimeRows,
  },
  ...toolRows(() => chain),
  ...keyRows,
  "build-patched-spec": patchedRows,
  "build-spec": specRows,
  dev: devRows,
  devnet: devnetRows,
  replay: replayRows,
  ...runtimeFileRows,
  "state inspect": stateInspectRows,
};

describe.each(commands)("subtensor $name", ({ name, options }) => {
  const rows = table[name] ?? {};

  it("has a row for each option, and none for another", () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(options).sort());
  });

  it.each(Object.keys(rows).map((key) => [flagOf(key), rows[key] as Rows[string]] as const))(
    "%s",
    async (_flag, row) => {
      expect.hasAssertions();
      await row();
    },
  );
});
