import { sealDigest, slotAt, slotDigest, withoutSeal } from "../../src/consensus/aura.ts";
import { encodeJustification, signaturePayload } from "../../src/consensus/grandpa/messages.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { keyPairFromSuri } from "../../src/crypto/keypair.ts";
import { fromHex, type Hex, toHex } from "../../src/lib/bytes.ts";
import { encodeJustifications } from "../../src/network/messages/justifications.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { decodeHeader, encodeHeader, type Header, headerHash } from "../../src/primitives/header.ts";
import { bareExtrinsic } from "../../src/runtime/executive/extrinsic.ts";
import { orderedRoot } from "../../src/storage/trie/ordered-root.ts";
import type { Random } from "../fuzz/random.ts";
import { signExtrinsic } from "../support/sign.ts";

/** A block that is known, and what a block on it is made of. */
export interface Ground {
  /** SCALE, with its seal. */
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  readonly genesisHash: Hex;
  /** ms since 1970. */
  readonly now: number;
  readonly random: Random;
}

export interface ForgedBlock {
  readonly hash: Hex;
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  /** SCALE: all justifications of the block. */
  readonly justifications?: Uint8Array;
}

/** What a forger changes of a block that would otherwise be made as authors make it. */
export interface Change {
  readonly header?: Partial<Header>;
  readonly slot?: bigint;
  readonly noSlot?: true;
  readonly seal?: "none" | "chance" | "of another key" | "in the middle";
  /** In place of the body that would be right. */
  readonly body?: readonly Uint8Array[];
  readonly justifications?: Uint8Array;
}

/** The length of a slot of the chain that is attacked, ms. */
const slotTime = 12_000n;
const runtime = runtimeOfBuild("pow-faucet");
/** The author of the chain that is attacked: everybody knows its key, so that the forger's seals are right. */
const author = keyPairFromSuri("sr25519", "//One");
const voter = keyPairFromSuri("ed25519", "//One");

const timestamp = (now: bigint): Uint8Array =>
  bareExtrinsic({ pallet: "Timestamp", name: "set", args: { now } }, runtime);

/** Votes that have the form of a justification, by the right voter with a signature that is none, or by a wrong one. */
function forgedJustifications(ground: Ground, target: { readonly hash: Hex; readonly number: number }): Uint8Array {
  const { random } = ground;
  const payload = signaturePayload({ stage: "precommit", target }, 3n, 0n);
  // Signed for another round than it says.
  const signature = random.chance(50) ? random.bytes(64) : fromHex(voter.sign(payload));
  const precommits = [{ target, signature, voter: random.chance(80) ? voter.publicKey : toHex(random.bytes(32)) }];
  const proof = encodeJustification({ round: 7n, commit: { target, precommits }, ancestries: [] });
  return encodeJustifications([["FRNK", random.chance(20) ? random.bytes(80) : proof]]);
}

/** A signed call with as many bytes as make a block too heavy when there are a few of them. */
function heavyTransactions({ genesisHash, random }: Ground): Uint8Array[] {
  const remark = toHex(random.bytes(900_000));
  return Array.from({ length: 7 }, (_, nonce) =>
    signExtrinsic(runtime, {
      call: { pallet: "System", name: "remark", args: { remark } },
      pair: devAccount("Alice"),
      nonce,
      genesisHash,
    }),
  );
}

/** What may be wrong with a block, by its name. `moment` is the time that a right block would have, ms. */
export const forgeries: Readonly<Record<string, (ground: Ground, moment: bigint) => Change>> = {
  seal: ({ random }) => ({ seal: random.pick(["none", "chance", "of another key", "in the middle"]) }),
  slot: ({ random }, moment) =>
    random.chance(25)
      ? { noSlot: true }
      : { slot: moment / slotTime + random.pick([-1n, -100n, 2n, 1_000n, 2n ** 63n]) },
  parent: ({ random }) => ({ header: { parentHash: toHex(random.bytes(32)) } }),
  number: ({ random, header }) => ({
    header: {
      number: random.pick([0, 1, decodeHeader(header).number, decodeHeader(header).number + 1000, 2 ** 32 - 1]),
    },
  }),
  root: ({ random }) => ({
    header: { [random.pick(["stateRoot", "extrinsicsRoot"])]: toHex(random.bytes(32)) },
  }),
  inherent: ({ random, body }, moment) => ({
    body: random.pick([
      [],
      [...body, ...body],
      [timestamp(0n), ...body.slice(1)],
      [timestamp(moment + 3_600_000n), ...body.slice(1)],
      [...body.slice(1), timestamp(moment), timestamp(moment)],
      [random.bytes(40), ...body.slice(1)],
    ]),
  }),
  weight: (ground, moment) => ({ body: [timestamp(moment), ...ground.body.slice(1), ...heavyTransactions(ground)] }),
  justification: (ground) => {
    const { number } = decodeHeader(ground.header);
    return {
      justifications: forgedJustifications(ground, { hash: toHex(ground.random.bytes(32)), number: number + 1 }),
    };
  },
  digest: ({ random, header }) => ({
    header: {
      digest: [
        ...decodeHeader(header).digest.slice(0, 1),
        ...Array.from({ length: random.pick([1, 5000]) }, () => Uint8Array.of(8)),
      ],
    },
  }),
};

/** A block on a block, with one thing wrong: one of the forgeries, or what is given. */
export function forgeBlock(ground: Ground, what: string | Change): ForgedBlock {
  const { random } = ground;
  const parent = decodeHeader(ground.header);
  const slot = slotAt(BigInt(ground.now), slotTime) + 1n;
  const moment = slot * slotTime;
  const change = typeof what === "string" ? (forgeries[what]?.(ground, moment) ?? {}) : what;
  const body = change.body ?? [timestamp(moment), ...ground.body.slice(1)];
  const bare: Header = {
    parentHash: headerHash(ground.header),
    number: parent.number + 1,
    stateRoot: withoutSeal(parent).header.stateRoot,
    extrinsicsRoot: toHex(orderedRoot(body)),
    digest: change.noSlot ? [] : [slotDigest(change.slot ?? slot)],
    ...change.header,
  };
  const digest = [...bare.digest, ...sealOf(bare, change.seal, random)];
  if (change.seal === "in the middle") digest.push(Uint8Array.of(8));
  const header = encodeHeader({ ...bare, digest });
  const { justifications } = change;
  return { hash: headerHash(header), header, body, ...(justifications === undefined ? {} : { justifications }) };
}

function sealOf(bare: Header, how: Change["seal"], random: Random): Uint8Array[] {
  if (how === "none") return [];
  if (how === "chance") return [sealDigest(toHex(random.bytes(random.pick([0, 63, 64, 1000]))))];
  const pair = how === "of another key" ? devAccount("Bob") : author;
  return [sealDigest(pair.sign(fromHex(headerHash(encodeHeader(bare)))))];
}

/** A real block's place with a justification that proves nothing. */
export function forgedProofOf(ground: Ground, hash: Hex): Uint8Array {
  return forgedJustifications(ground, { hash, number: decodeHeader(ground.header).number });
}
