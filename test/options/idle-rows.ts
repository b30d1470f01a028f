import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { smallProgramFile } from "./small-program.ts";
import { configOf, freshDirectory, idleRows, type Rows, runNode, subtensor } from "./support.ts";

export const ethereumRows: Rows = {
  ...idleRows("", "later", {
    maxPastLogs: "1",
    feeHistoryLimit: "1",
    enableDevSigner: true,
    executeGasLimitMultiplier: "1",
    ethLogBlockCache: "1",
    ethStatusesCache: "1",
  }),
  ...idleRows("", "inside", {
    frontierBackendType: "sql",
    frontierSqlBackendPoolSize: "1",
    frontierSqlBackendNumOpsTimeout: "1",
    frontierSqlBackendThreadCount: "1",
    frontierSqlBackendCacheSize: "1",
  }),
};

/** A directory with the small program as 425 in it, which takes the place of this project's rules. */
export async function overridesDirectory(): Promise<string> {
  return dirname(await smallProgramFile(425));
}

/** Options of the original's execution of programs, on the node and on commands that execute blocks. */
export const wasmRows = (command: string): Rows =>
  idleRows(command, "inside", {
    wasmExecution: "compiled",
    wasmtimeInstantiationStrategy: "pooling",
    executionSyncing: "wasm",
    executionImportBlock: "wasm",
    executionBlockConstruction: "wasm",
    executionOffchainWorker: "wasm",
    executionOther: "wasm",
    execution: "both",
  });

/** The further options of commands that execute blocks. */
export const executionRows = (command: string): Rows => ({
  ...wasmRows(command),
  ...idleRows(command, "inside", { trieCacheSize: "2048", warmUpTrieCache: "blocking", defaultHeapPages: "1" }),
});

export const runtimeRows: Rows = {
  wasmRuntimeOverrides: async () => {
    const directory = await overridesDirectory();
    const implementation = async (...options: string[]): Promise<string> => {
      const node = await runNode(["--dev", ...options]);
      return (await node.call("state_getRuntimeVersion")).result.implName;
    };
    expect(await implementation("--wasm-runtime-overrides", directory)).toBe("small");
    expect(await implementation()).toBe("node-subtensor");
    const absent = join(directory, "absent");
    await expect(runNode(["--dev", "--wasm-runtime-overrides", absent])).rejects.toThrow(
      `--wasm-runtime-overrides: the directory ${absent} cannot be read: `,
    );
    copyFileSync(join(directory, "small.wasm"), join(directory, "twice.wasm"));
    await expect(runNode(["--dev", "--wasm-runtime-overrides", directory])).rejects.toThrow(
      "are both of spec version 425: take one away",
    );
  },
  ...idleRows("", "inside", { maxRuntimeInstances: "32" }),
  runtimeCacheSize: () => {
    const { engine } = configOf(["--dev", "--runtime-cache-size", "3"]);
    expect(engine.cacheSize).toBe(3);
  },
  engine: async () => {
    const program = await smallProgramFile(426);
    const version = async (...options: string[]): Promise<number> => {
      const node = await runNode(["--dev", "--runtime", program, ...options]);
      return (await node.call("state_getRuntimeVersion")).result.specVersion;
    };
    expect([await version(), await version("--engine", "program"), await version("--engine", "rules")]).toEqual([
      426, 426, 425,
    ]);
    // What is no program is refused, though the rules would not execute it.
    const broken = join(freshDirectory(), "broken.wasm");
    writeFileSync(broken, readFileSync(program).subarray(0, 5000));
    const refused = await subtensor("--dev", "--tmp", "--engine", "rules", "--runtime", broken);
    expect(refused).toEqual({
      code: 1,
      out: "",
      err: expect.stringMatching(/^subtensor: .* cannot be executed: .*\n$/m),
    });
    // Beside the rules of any build; in the genesis there are no other rules.
    const beside = ["--dev", "--fast-runtime", "--runtime", program];
    for (const engine of ["program", "both", "rules"])
      expect(configOf([...beside, "--engine", engine])).toMatchObject({ build: "local", engine: { choice: engine } });
    expect(() => configOf(beside)).toThrow("--fast-runtime is about this project's rules, and with --runtime");
    expect(() => configOf(["--dev", "--drand", "offline", "--runtime", program])).toThrow(
      "--drand offline is about this project's rules, and with --runtime",
    );
    const genesisOf = async (...options: string[]) => (await runNode(["--dev", ...options])).api.genesisHash;
    expect(await genesisOf("--runtime", program, "--engine", "program")).toBe(await genesisOf());
    const faults: string[] = [];
    // Another version differs at each block: that is known at the start.
    const other = await subtensor("--dev", "--tmp", "--engine", "both", "--runtime", program);
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^subtensor: --engine both: .* has spec version 426, and the rules .* have 425, so .*\n$/m,
      ),
    });
    const same = await smallProgramFile(425);
    const both = ["--dev", "--sealing", "20", "--engine", "both", "--runtime", same];
    await runNode(both, { onFault: ({ message }) => faults.push(message) });
    await expect
      .poll(() => faults.join(), { timeout: 10_000 })
      .toMatch(
        /breaks the state and is not stored\n(?: {2}the second engine refuses it: .*\n)? {2}the second engine leaves another state:\n.*:\n {4}first: .*\n {4}second: /,
      );
  },
};

/** Rows of the log options on commands that write no log. */
export const silentRows = (name: string): Rows =>
  idleRows(name, "command", {
    ...{ log: "off", detailedLogOutput: true, logFormat: "json", disableLogColor: true },
  });

/** Rows of the options on the original's database. */
export const backendRows = (name: string): Rows => ({
  ...idleRows(name, "inside", { database: "paritydb" }),
  ...idleRows(name, "later", { dbCache: "64" }),
});
