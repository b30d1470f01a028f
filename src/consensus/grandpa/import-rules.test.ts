import { beforeEach, describe, expect, it } from "vitest";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { decodeHeader, headerHash } from "../../primitives/header.ts";
import type { Place } from "../fork-tree.ts";
import { type AuthoritySet, authoritySet, pendingChanges } from "./authority-set.ts";
import { planFinality } from "./finalize-rules.ts";
import { unjustifiedBlocks } from "./hard-forks.ts";
import {
  announcedChange,
  type ImportedBlock,
  type ImportPlan,
  justificationsToRequest,
  planImport,
  setOfState,
} from "./import-rules.ts";
import { type BlockTree, createBlockTree } from "./testing/block-tree.ts";
import { devVoters } from "./testing/dev-votes.ts";
import { changeItem, makeHeader } from "./testing/header-chain.ts";

const [alice, bob, eve] = [devVoters(["Alice"]), devVoters(["Bob"]), devVoters(["Eve"])];
const proof = Uint8Array.of(1, 2, 3);

function blockOn(
  parent: Place,
  digest: readonly Uint8Array[] = [],
  justification?: Uint8Array,
  salt = 0,
): ImportedBlock & { readonly encoded: Uint8Array } {
  const encoded = makeHeader(parent.number + 1, parent.hash, digest, salt);
  const header = decodeHeader(encoded);
  return { place: { hash: headerHash(encoded), number: header.number }, header, justification, encoded };
}

let chain: BlockTree & { finalized: Place };
let set: AuthoritySet;
let tip: Place;
beforeEach(() => {
  const header = makeHeader(0, toHex(new Uint8Array(32)));
  tip = { hash: headerHash(header), number: 0 };
  chain = { ...createBlockTree({ place: tip, header }), finalized: tip };
  set = authoritySet(alice) as AuthoritySet;
});

const planOf = (block: ImportedBlock, unjustified: ReadonlySet<Hex> = new Set()): ImportPlan =>
  planImport(block, { set, chain, unjustified });
/** Imports a block and does what its plan says. */
function take(block: ReturnType<typeof blockOn>): ImportPlan & { readonly type: "new" } {
  const plan = planOf(block);
  if (plan.type !== "new") throw new Error(`${plan.type} ${"reason" in plan ? plan.reason : ""}`);
  chain.add({ place: block.place, header: block.encoded });
  ({ set } = plan);
  tip = block.place;
  return plan;
}
const grow = (count: number): void => {
  for (; count > 0; count--) take(blockOn(tip));
};
const finalize = (place: Place, by: "justification" | "commit" = "commit") => {
  const plan = planFinality(place, by, { set, chain });
  if (plan.type === "finalize") {
    ({ set } = plan);
    chain.finalized = place;
  }
  return plan;
};

describe("the import of a block", () => {
  it("without a change leaves the set, and an unneeded justification", () => {
    grow(1);
    finalize(tip);
    expect(take(blockOn(tip, [], proof))).toEqual({
      type: "new",
      set,
      store: false,
      commands: [],
      forgetRequests: false,
      justification: { type: "none" },
    });
  });

  it("takes the first justification, and one in each 512 blocks", () => {
    expect(take(blockOn(tip, [], proof)).justification).toEqual({ type: "check", bytes: proof, needed: false });
    grow(509);
    finalize(tip);
    expect(take(blockOn(tip, [], proof)).justification).toEqual({ type: "none" });
    expect(take(blockOn(tip, [], proof)).justification).toEqual({ type: "check", bytes: proof, needed: false });
  });

  it("that is there already is not looked at", () => {
    const block = blockOn(tip, [changeItem(bob)]);
    take(block);
    expect(planOf(block)).toEqual({ type: "known" });
  });

  it("that hands over needs its justification", () => {
    const block = blockOn(tip, [changeItem(bob)]);
    expect(take(block)).toMatchObject({ store: true, justification: { type: "request" } });
    expect(pendingChanges(set)).toEqual([announcedChange(block)]);
    set = authoritySet(alice) as AuthoritySet;
    const other = blockOn(chain.finalized, [changeItem(bob)], proof, 1);
    expect(take(other).justification).toEqual({ type: "check", bytes: proof, needed: true });
  });

  it("that announces a delayed change needs none, and the block that applies it does", () => {
    expect(take(blockOn(tip, [changeItem(bob, 2)]))).toMatchObject({ store: true, justification: { type: "none" } });
    grow(1);
    expect(take(blockOn(tip))).toMatchObject({ store: false, justification: { type: "request" } });
    expect(finalize(tip)).toMatchObject({
      keepJustification: true,
      newSet: { setId: 1n, authorities: bob, base: tip },
    });
  });

  it("whose change comes after another one leaves its justification for later", () => {
    take(blockOn(tip, [changeItem(bob)]));
    const second = take(blockOn(tip, [changeItem(eve)], proof));
    expect(second.justification).toEqual({ type: "request" });
  });

  it("is refused when it announces voters that cannot vote, or a change twice", () => {
    expect(planOf(blockOn(tip, [changeItem([])]))).toMatchObject({ type: "refused" });
    take(blockOn(tip, [changeItem(bob, 9, 0)]));
    expect(planOf(blockOn(tip, [changeItem(eve, 9, 0)]))).toMatchObject({ type: "refused" });
  });

  it("below the last final one needs a justification to change the set", () => {
    grow(5);
    finalize(tip);
    const old = blockOn(chain.at(2), [changeItem(bob)], undefined, 1);
    expect(planOf(old)).toMatchObject({ type: "refused" });
    expect(planOf({ ...old, justification: proof })).toEqual({ type: "old", changesVoters: true });
    expect(planOf(old, new Set([old.place.hash]))).toEqual({ type: "old", changesVoters: true });
    expect(planOf(blockOn(chain.at(2), [], undefined, 2))).toEqual({ type: "old", changesVoters: false });
  });
});

describe("a forced change, as after finality was noted to stand still", () => {
  it("pauses the voter, and hands over at its delay with the set based on the median", () => {
    grow(4);
    finalize(chain.at(3));
    const announcing = take(blockOn(tip, [changeItem(bob, 2, 2)], undefined));
    expect(announcing).toMatchObject({ store: true, commands: [{ type: "pause", setId: 0n }], forgetRequests: false });
    grow(1);
    expect(set.setId).toBe(0n);
    const handing = take(blockOn(tip, [], proof));
    const base = chain.at(2);
    expect(handing).toMatchObject({
      store: true,
      commands: [{ type: "change-set", newSet: { setId: 1n, authorities: bob, base } }],
      forgetRequests: true,
      justification: { type: "none" },
    });
    expect(set).toMatchObject({ setId: 1n, authorities: bob, past: [{ setId: 0n, lastBlock: 2 }] });
    expect(finalize(chain.at(3))).toEqual({ type: "final" });
  });

  it("is based on what is final here when the median is higher", () => {
    grow(2);
    finalize(chain.at(1));
    const plan = take(blockOn(tip, [changeItem(bob, 0, 42)]));
    expect(plan.commands).toEqual([
      { type: "pause", setId: 0n },
      { type: "change-set", newSet: { setId: 1n, authorities: bob, base: chain.at(1) } },
    ]);
  });

  it("is refused while a standard change up to its median is not final", () => {
    take(blockOn(tip, [changeItem(bob)]));
    take(blockOn(tip, [changeItem(eve, 1, 7)]));
    expect(planOf(blockOn(tip))).toMatchObject({ type: "refused" });
    finalize(chain.at(1));
    expect(take(blockOn(tip)).commands).toMatchObject([
      { type: "change-set", newSet: { setId: 2n, authorities: eve } },
    ]);
  });

  it("stands before a standard change of the same block", () => {
    const block = blockOn(tip, [changeItem(bob, 3), changeItem(eve, 4, 1)]);
    expect(announcedChange(block)).toMatchObject({ authorities: eve, delay: 4, kind: { type: "forced" } });
  });
});

describe("a block that is final", () => {
  it("keeps its justification once in 512 blocks, or when it came from elsewhere", () => {
    grow(520);
    const keeps = (number: number, by?: "justification") => {
      const plan = finalize(chain.at(number), by);
      return plan.type === "finalize" && plan.keepJustification;
    };
    expect([keeps(1), keeps(2), keeps(3, "justification"), keeps(511), keeps(512), keeps(513)]).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it("drops the changes of other chains, which has to be stored", () => {
    grow(1);
    const [fork, root] = [blockOn(tip, [changeItem(bob, 9)], undefined, 1), tip];
    take(fork);
    tip = root;
    grow(1);
    expect(finalize(tip)).toMatchObject({ type: "finalize", store: true, newSet: undefined });
    expect(pendingChanges(set)).toEqual([]);
    grow(1);
    expect(finalize(tip)).toMatchObject({ type: "finalize", store: false });
  });

  it("is refused when it does not descend from the last one", () => {
    grow(3);
    finalize(chain.at(2));
    for (const parent of [chain.at(1), chain.at(0)]) {
      const fork = blockOn(parent, [], undefined, 1);
      const own = chain.at(fork.place.number);
      chain.add({ place: fork.place, header: fork.encoded });
      chain.add({ place: own, header: chain.headerOf(own.hash) as Uint8Array });
      expect(planFinality(fork.place, "justification", { set, chain })).toMatchObject({ type: "refused" });
      set = authoritySet(alice) as AuthoritySet;
      expect(planFinality(fork.place, "commit", { set, chain })).toMatchObject({ type: "refused" });
    }
  });

  it("is refused past two changes at once", () => {
    take(blockOn(tip, [changeItem(bob)]));
    take(blockOn(tip, [changeItem(eve)]));
    expect(planFinality(tip, "commit", { set, chain })).toMatchObject({ type: "refused" });
  });
});

describe("a start", () => {
  it("asks for the justifications of blocks that hand over and are not final", () => {
    grow(1);
    take(blockOn(tip, [changeItem(bob)]));
    const direct = tip;
    take(blockOn(tip, [changeItem(eve, 2)]));
    grow(4);
    take(blockOn(tip, [changeItem(alice, 50)]));
    const at = (number: number) => chain.at(number);
    const asked = (finalized: number) =>
      justificationsToRequest(pendingChanges(set), { finalized, best: tip.number }, at).map(({ number }) => number);
    expect([asked(0), asked(2), asked(5)]).toEqual([[2, 5], [5], []]);
    expect(justificationsToRequest(pendingChanges(set), { finalized: 0, best: 3 }, at)).toEqual([direct]);
    expect(justificationsToRequest(pendingChanges(set), { finalized: 0, best: 9 }, () => undefined)).toEqual([direct]);
  });

  it("from a whole state knows no sets before", () => {
    const taken = setOfState(tip, { authorities: bob, setId: 6n });
    expect(taken?.set).toEqual(authoritySet(bob, 6n));
    expect(taken?.command).toEqual({ type: "change-set", newSet: { authorities: bob, setId: 6n, base: tip } });
    expect(setOfState(tip, { authorities: [], setId: 6n })).toBeUndefined();
  });
});

it("old blocks without a justification are known by the type of the chain", () => {
  expect([...unjustifiedBlocks("Live")]).toHaveLength(2);
  for (const other of ["Development", "Local", { Custom: "mine" }] as const) {
    expect([...unjustifiedBlocks(other)]).toEqual([
      "0x819a5e54ffa2d267d469c6da44de5e8819b1aad1717a1389c959eab4349722ca",
    ]);
  }
});
