import { rmSync, writeFileSync } from "node:fs";
import { openDatabase } from "../../storage/open-database.ts";
import { testGenesis } from "../../storage/testing/blocks.ts";
import { chainContent } from "../chain-content.ts";
import { writeStateFile } from "../write-state-file.ts";

/** A process that begins to save a state, says so by a file, and goes on slowly: for a test that kills it. */
const [path = "", sign = ""] = process.argv.slice(2);
const database = await openDatabase({});
await database.initialise(
  testGenesis({
    top: new Map(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, new Uint8Array(100).fill(at & 255)] as const)),
    children: new Map(),
  }),
);
const view = await database.view();
const head = {
  ...{ software: "test", build: "local" as const, clock: 0 },
  chain: { name: "n", id: "i", type: "Local" as const, properties: {} },
};
await writeStateFile(path, chainContent(view, view.best().hash, { head, blocks: false }), {
  rest: async () => {
    writeFileSync(sign, "");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
});
rmSync(sign);
