import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type ChainFixture, copyOf, otherChain } from "./chain-fixture.ts";
import { backendRows, silentRows } from "./idle-rows.ts";
import { idleRows, type Rows, spawned, subtensor } from "./support.ts";

/** `purge-chain` is shown on copies of the chain. */
export function purgeRows(chain: () => ChainFixture): Rows {
  const copy = (): string => copyOf(chain());
  const database = (base: string, id = "bittensor"): string => join(base, "chains", id, "db");
  return {
    chain: async () => {
      const { err } = await subtensor("purge-chain", "-y", "--chain", await otherChain(), "-d", chain().base);
      expect(err).toBe(`"${database(chain().base, "other")}" did not exist.\n`);
    },
    dev: async () => {
      expect((await subtensor("purge-chain", "-y", "-d", chain().base)).err).toContain("which chain?");
      const base = copy();
      expect((await subtensor("purge-chain", "-y", "-d", base, "--dev")).out).toBe(`"${database(base)}" removed.\n`);
    },
    basePath: async () => {
      const base = copy();
      await subtensor("purge-chain", "-y", "-d", base, "--dev");
      expect([existsSync(database(base)), existsSync(database(chain().base))]).toEqual([false, true]);
    },
    yes: async () => {
      const base = copy();
      expect((await spawned(["purge-chain", "--dev", "-d", base])).out).toBe("Aborted\n");
      await subtensor("purge-chain", "--dev", "-d", base, "--yes");
      expect(existsSync(database(base))).toBe(false);
    },
    ...backendRows("purge-chain"),
    ...idleRows("purge-chain", "command", {
      ...{
        fastRuntime: true,
        powFaucet: true,
        drand: "offline",
        lightClientFacade: true,
        runtime: "x",
        enableLogReloading: true,
      },
    }),
    ...silentRows("purge-chain"),
    ...idleRows("purge-chain", "inside", { tracingTargets: "x", tracingReceiver: "log" }),
  };
}
