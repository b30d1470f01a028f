import { expect } from "vitest";
import { idleRows, type Rows, runNode } from "./support.ts";

export const databaseRows: Rows = {
  statePruning: async () => {
    const node = await runNode(["--dev", "--sealing", "manual", "--state-pruning", "2"]);
    for (let block = 0; block < 5; block++) await node.call("engine_createBlock", true, true);
    expect(node.chain.database.oldestState()).toBe(4);
  },
  ...idleRows("", "inside", { database: "rocksdb", trieCacheSize: "2048", warmUpTrieCache: "blocking" }),
  blocksPruning: async () => {
    const node = await runNode(["--dev", "--sealing", "manual", "--blocks-pruning", "2"]);
    for (let block = 0; block < 5; block++) await node.call("engine_createBlock", true, true);
    const bodies = [1, 2, 3, 4, 5].map((number) =>
      node.chain.database.body(node.chain.database.hashAt(number) ?? "0x"),
    );
    expect(bodies.map((body) => body !== undefined)).toEqual([false, false, false, true, true]);
  },
  ...idleRows("", "later", { dbCache: "64" }),
};
