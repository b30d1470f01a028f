/** What computes epochs in a replay: the WebAssembly kernel that nodes use, plain BigInt, or both compared. */
export const epochEngines = ["wasm", "reference", "both"] as const;
export type EpochEngine = (typeof epochEngines)[number];
