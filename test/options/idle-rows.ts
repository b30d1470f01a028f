import { idleRows, type Rows } from "./support.ts";

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

/** Options of the original's runtime, on the node and on commands that execute blocks. */
export const wasmRows = (command: string): Rows =>
  idleRows(command, "inside", {
    wasmExecution: "compiled",
    wasmRuntimeOverrides: "/runtimes",
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

export const runtimeRows: Rows = idleRows("", "inside", { maxRuntimeInstances: "32", runtimeCacheSize: "3" });

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
