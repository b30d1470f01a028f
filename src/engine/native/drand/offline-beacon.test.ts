import { expect, it } from "vitest";
import { loadChainSpec } from "../../../node/chain-specs.ts";
import { genesisStorage, rawGenesis } from "../../../node/genesis.ts";
import { hasOfflineBeacon } from "./offline-beacon.ts";

it("is told from the genesis, plain and raw", async () => {
  for (const drand of ["public", "offline"] as const) {
    const spec = loadChainSpec({ chain: "local", dev: false, drand }, {});
    const raw = { ...spec, genesis: rawGenesis(await genesisStorage(spec, "local")) };
    expect([drand, hasOfflineBeacon(spec), hasOfflineBeacon(raw)]).toEqual([
      drand,
      drand === "offline",
      drand === "offline",
    ]);
  }
});
