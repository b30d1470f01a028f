import { expect, it } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import { silentLog } from "../../chain/environment.ts";
import { ImportError } from "../../chain/import-error.ts";
import type { IncomingBlock } from "../../sync/types.ts";
import { importBlocks } from "./import-blocks.ts";

const block: IncomingBlock = {
  ...{ hash: `0x${"01".repeat(32)}`, parentHash: `0x${"02".repeat(32)}`, number: 5, origin: "peer" },
  ...{ header: new Uint8Array(0), body: [] },
};

/** What becomes of a block that the chain refuses. */
async function outcomeOf(error: ImportError): Promise<string | undefined> {
  const chain = {
    writer: { importBlocks: async () => [{ type: "refused", hash: block.hash, error }] },
    environment: { log: silentLog },
  } as unknown as Chain;
  return (await importBlocks(chain, [block]))[0]?.outcome.type;
}

it("tells the sync whose fault a refusal is", async () => {
  expect(await outcomeOf(new ImportError("bad block", 5, "ruled out"))).toBe("bad");
  expect(await outcomeOf(new ImportError("parent", 5, "not known", { fault: "later" }))).toBe("unknown-parent");
  expect(await outcomeOf(new ImportError("parent", 5, "its state is not kept", { fault: "ours" }))).toBe(
    "missing-state",
  );
  expect(await outcomeOf(new ImportError("execute", 5, "not built", { fault: "ours" }))).toBe("failed");
  expect(await outcomeOf(new ImportError("execute", 5, "another state"))).toBe("invalid");
});

it("does not have a block tried for ever whose parent lost to a final one", async () => {
  expect(await outcomeOf(new ImportError("parent", 5, "its parent is before the last final block"))).toBe(
    "missing-state",
  );
});
