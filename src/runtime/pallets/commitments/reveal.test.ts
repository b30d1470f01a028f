import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import type { Infer } from "../../../codec/codec.ts";
import { curve, pointBytes } from "../../../crypto/bls12-381.ts";
import { roundPoint, timelock } from "../../../crypto/timelock.ts";
import { concatBytes, fromUtf8, utf8 } from "../../../lib/bytes.ts";
import { dbWeight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { drand } from "../drand/index.ts";
import { storage as drandStorage } from "../drand/storage.ts";
import { system } from "../system/index.ts";
import { commitments } from "./index.ts";
import { revealTimelockedCommitments } from "./reveal.ts";
import { storage } from "./storage.ts";
import type { Data } from "./types.ts";

const secret = 42n;
const beacon = pointBytes(curve().G2.Point.BASE.multiply(secret));
const who: AccountId = `0x${"aa".repeat(32)}`;
const seed = { key: new Uint8Array(32).fill(1), sigma: new Uint8Array(32).fill(2), nonce: new Uint8Array(12) };
const locked = (text: string, round: bigint): Infer<typeof Data> => ({
  type: "TimelockEncrypted",
  value: { encrypted: timelock(utf8(text), beacon, round, seed), reveal_round: round },
});
const plain: Infer<typeof Data> = { type: "BigRaw", value: new Uint8Array([1, 2]) };

let bare: BareState;
beforeEach(() => {
  bare = bareState([
    [0, system],
    [18, commitments],
    [26, drand],
  ]);
});

function commit(...fields: Infer<typeof Data>[]): void {
  storage.CommitmentOf.at(3, who).set(bare.state, { deposit: 0n, block: 1, info: { fields } });
  storage.TimelockedIndex.set(bare.state, [[3, who]]);
}
function pulse(round: bigint, prefix: Uint8Array = new Uint8Array(0)): void {
  const signature = concatBytes(prefix, pointBytes(roundPoint(round).multiply(secret)));
  drandStorage.Pulses.at(round).set(bare.state, { round, randomness: new Uint8Array(0), signature });
}
const fields = () => storage.CommitmentOf.at(3, who).get(bare.state)?.info.fields;
const reveals = () => (storage.RevealedCommitments.at(3, who).get(bare.state) ?? []).map(([text]) => fromUtf8(text));
const index = () => storage.TimelockedIndex.get(bare.state).length;

describe("timelocked commitments", () => {
  it("wait for their round, and nothing is written meanwhile", () => {
    commit(locked("later", 5n), plain);
    const before = bare.state.root();
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(3, 0));
    expect(bare.state.root()).toEqual(before);
  });

  it("open with it; the other fields stay", () => {
    commit(locked("now", 5n), plain);
    pulse(5n);
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(5, 3));
    expect([reveals(), fields(), index(), bare.told()]).toEqual([["now"], [plain], 0, ["CommitmentRevealed"]]);
  });

  it("stay in the index while one of them waits", () => {
    commit(locked("now", 5n), locked("later", 6n));
    pulse(5n, utf8("0x"));
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(5, 2));
    expect([reveals(), fields()?.length, index()]).toEqual([["now"], 1, 1]);
  });

  it("go whole when nothing else is there", () => {
    commit(locked("now", 5n));
    pulse(5n);
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(5, 3));
    expect([fields(), index()]).toEqual([undefined, 0]);
  });

  it("are dropped when they cannot be opened or hold nothing", () => {
    commit({ type: "TimelockEncrypted", value: { encrypted: utf8("what"), reveal_round: 5n } }, locked("", 5n), plain);
    pulse(5n);
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(5, 2));
    expect([reveals(), fields(), index(), bare.told()]).toEqual([[], [plain], 0, []]);
  });

  it("leave the index when there are none", () => {
    commit(plain);
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(3, 1));
    storage.TimelockedIndex.set(bare.state, [[4, who]]);
    expect(revealTimelockedCommitments(bare.state)).toEqual(dbWeight(3, 1));
    expect([fields(), index()]).toEqual([[plain], 0]);
  });

  it("are kept ten at a time, the newest", () => {
    const old = Array.from({ length: 10 }, (_, n): [Uint8Array, bigint] => [utf8(`${n}`), 1n]);
    storage.RevealedCommitments.at(3, who).set(bare.state, old);
    commit(locked("a", 5n), locked("b", 5n));
    pulse(5n);
    revealTimelockedCommitments(bare.state);
    expect(reveals()).toEqual(["2", "3", "4", "5", "6", "7", "8", "9", "a", "b"]);
  });
});
