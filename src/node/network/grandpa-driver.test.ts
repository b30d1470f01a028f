import { expect, test } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import { silentLog } from "../../chain/environment.ts";
import { blankState, createFinality } from "../../chain/finality/finality.ts";
import { type AuthoritySet, authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { devVoters, verifyEd25519 } from "../../consensus/grandpa/testing/dev-votes.ts";
import { changeItem, makeHeader } from "../../consensus/grandpa/testing/header-chain.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import type { Network } from "../../network/network.ts";
import { readBlock } from "../../primitives/block.ts";
import { decodeHeader, headerHash } from "../../primitives/header.ts";
import { createGrandpaDriver } from "./grandpa-driver.ts";

const voters = devVoters(["Alice", "Bob", "Charlie"]);
const followers = devVoters(["Alice", "Bob", "Dave"]);
const alice = devAccount("Alice", "ed25519");

/** A node of Alice's that votes on a chain of headers alone. */
function votingNode() {
  const first = makeHeader(0, toHex(new Uint8Array(32)));
  const genesis = { hash: headerHash(first), number: 0 };
  const headers = new Map<Hex, Uint8Array>([[genesis.hash, first]]);
  let best = genesis;
  const header = (hash: Hex) => {
    const encoded = headers.get(hash);
    return encoded && { ...decodeHeader(encoded), encoded };
  };
  const isDescendent = (base: Hex, block: Hex): boolean => {
    const parent = header(block)?.parentHash;
    return parent !== undefined && (parent === base || isDescendent(base, parent));
  };
  const finality = createFinality({
    set: authoritySet(voters) as AuthoritySet,
    voterState: blankState({ setId: 0n, authorities: voters, base: genesis }),
    chain: { finalized: () => genesis, has: (hash) => headers.has(hash), hashAt: () => undefined, isDescendent },
    unjustified: new Set(),
    verify: verifyEd25519,
  });
  const nothing = () => () => {};
  const chain = {
    ...{ finality, finalized: () => genesis, best: () => best },
    database: {
      parentHash: (hash: Hex) => header(hash)?.parentHash,
      numberOf: (hash: Hex) => header(hash)?.number,
      isCanonical: () => false,
      hashAt: () => undefined,
    },
    environment: { now: () => 1_000_000, after: nothing, yield: async () => {}, log: silentLog },
    api: { header, call: async () => new Uint8Array(), events: { onImported: nothing, onFinalized: nothing } },
    writer: { keep: async (extra: () => unknown) => void extra() },
  } as unknown as Chain;
  const faults: unknown[] = [];
  const network: Partial<Network> = { notify: () => true, report() {} };
  const driver = createGrandpaDriver({
    ...{ chain, finality, network: () => network as Network, verify: verifyEd25519, random: () => 0 },
    keys: { grandpa: () => [alice.publicKey], signGrandpa: (_key, payload) => alice.sign(payload) },
    wanted() {},
    announce() {},
    fault: (error) => void faults.push(error),
  });
  return {
    ...{ driver, finality, faults },
    /** Imports a block, of which the voter is told later. */
    take(digest: readonly Uint8Array[] = []) {
      const encoded = makeHeader(best.number + 1, best.hash, digest);
      finality.done(finality.importing(readBlock({ header: encoded, body: [] })));
      best = { hash: headerHash(encoded), number: best.number + 1 };
      headers.set(best.hash, encoded);
    },
    settled: () => new Promise((resolve) => setTimeout(resolve, 10)),
  };
}

test.each(["of no delay", "whose blocks come in one list", "whose blocks come one by one"])(
  "after a change by force %s the voters who follow vote",
  async (how) => {
    const { driver, finality, faults, take, settled } = votingNode();
    await settled();
    take([changeItem(followers, how === "of no delay" ? 0 : 2, 0)]);
    if (how === "whose blocks come one by one") {
      finality.tell();
      await settled();
      expect(finality.voterState().type).toBe("paused");
      expect(driver.report()).toBeUndefined();
    }
    if (how !== "of no delay") {
      take();
      take();
    }
    finality.tell();
    await settled();
    expect(finality.current()).toMatchObject({ setId: 1n, authorities: followers });
    expect(finality.voterState()).toMatchObject({ type: "live", completed: { setId: 1n } });
    expect(driver.report()?.best.round).toBe(1n);
    expect(faults).toEqual([]);
    driver.stop();
  },
);
