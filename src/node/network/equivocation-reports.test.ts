import { expect, it } from "vitest";
import { silentLog } from "../../chain/environment.ts";
import { encode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";
import { type AuthoritySet, authoritySet } from "../../consensus/grandpa/authority-set.ts";
import { encodeEquivocationProof } from "../../consensus/grandpa/equivocation-report.ts";
import type { Equivocation } from "../../consensus/grandpa/types.ts";
import { ss58Encode } from "../../crypto/ss58.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { createEquivocationReports } from "./equivocation-reports.ts";

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const voter = hash("1");
const cast = (number: number) => ({ target: { hash: hash(String(number)), number }, signature: new Uint8Array(64) });
const equivocation: Equivocation = { round: 3n, phase: "prevote", voter, first: cast(5), second: cast(6) };
const set: AuthoritySet = { ...(authoritySet([[voter, 1n]]) as AuthoritySet), setId: 2n };
const detected = `warn Detected prevote equivocation in the finality worker: ${voter} voted twice in round 3: for #5 (${hash("5")}) and #6 (${hash("6")})`;

/** Reports one equivocation to rules that answer so; gives what they were asked and what the log says. */
async function report(answer: () => Uint8Array, own = false, times = 1) {
  const asked: [Hex, string, Hex][] = [];
  const lines: string[] = [];
  const log = {
    ...silentLog,
    warn: (_target: string, text: string) => void lines.push(`warn ${text}`),
    error: (_target: string, text: string) => void lines.push(`error ${text}`),
    debug: (_target: string, text: string | (() => string)) =>
      void lines.push(`debug ${typeof text === "string" ? text : text()}`),
  };
  const tell = createEquivocationReports({
    log,
    async call(at, method, args) {
      asked.push([at, method, toHex(args)]);
      return answer();
    },
    best: () => ({ hash: hash("9"), number: 9 }),
    ancestry: { isDescendant: () => true, parentOf: () => undefined },
    currentSet: () => set,
  });
  for (let time = 0; time < times; time++) await tell(equivocation, own);
  return { asked, lines };
}

const whose = [hash("9"), "GrandpaApi_generate_key_ownership_proof", `0x0200000000000000${voter.slice(2)}`];

it("sends nothing when the rules have no proof of the key's owner", async () => {
  expect(await report(() => encode(option(bytes), undefined))).toEqual({
    asked: [whose],
    lines: [detected, "debug Equivocation offender is not part of the authority set."],
  });
});

it("hands the proof on to rules that have one", async () => {
  const { asked } = await report(() => encode(option(bytes), Uint8Array.of(1, 2)));
  const proof = `${toHex(encodeEquivocationProof(2n, equivocation))}080102`;
  expect(asked).toEqual([whose, [hash("9"), "GrandpaApi_submit_report_equivocation_unsigned_extrinsic", proof]]);
});

it("reports no equivocation of its own, and says once that another node has its key", async () => {
  const { asked, lines } = await report(() => Uint8Array.of(0), true, 2);
  expect(asked).toEqual([]);
  const said = [
    detected.replace(voter, "This node"),
    "warn Error reporting prevote equivocation: safety invariant has been violated: Refraining from sending equivocation report for our own equivocation.",
  ];
  const error = `error Another node has this node's session keys: it votes with the GRANDPA key ${ss58Encode(voter)} of this one. Stop one of them, or give it other keys`;
  expect(lines).toEqual([said[0], error, said[1], ...said]);
});

it("tells when the rules cannot be asked", async () => {
  const failing = (): never => {
    throw new Error("State already discarded");
  };
  const { lines } = await report(failing);
  expect(lines).toEqual([detected, "warn Error reporting prevote equivocation: State already discarded"]);
});
