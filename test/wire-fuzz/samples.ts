import { encode } from "../../src/codec/codec.ts";
import { Writer } from "../../src/codec/io.ts";
import { slotDigest } from "../../src/consensus/aura.ts";
import type { Voter } from "../../src/consensus/finality.ts";
import type { Place } from "../../src/consensus/fork-tree.ts";
import { encodeFinalityProof } from "../../src/consensus/grandpa/finality-proof.ts";
import { encodeGossip, encodeJustification } from "../../src/consensus/grandpa/messages.ts";
import { devCommit, devVote, devVoters } from "../../src/consensus/grandpa/testing/dev-votes.ts";
import { changeItem, grandpaItem, makeHeader } from "../../src/consensus/grandpa/testing/header-chain.ts";
import type { DevName } from "../../src/crypto/dev-accounts.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { fromHex, type Hex, type StateKey, toHex, utf8 } from "../../src/lib/bytes.ts";
import { encodeBlockAnnounce } from "../../src/network/messages/block-announce.ts";
import { encodeBlockAnnounceHandshake } from "../../src/network/messages/block-announce-handshake.ts";
import { encodeBlockRequest } from "../../src/network/messages/block-request.ts";
import { type BlockPart, encodeBlockResponse } from "../../src/network/messages/block-response.ts";
import { encodeJustifications } from "../../src/network/messages/justifications.ts";
import { createMessageWriter } from "../../src/network/messages/protobuf.ts";
import { encodeStateRequest } from "../../src/network/messages/state-request.ts";
import { encodeStateResponse } from "../../src/network/messages/state-response.ts";
import { encodeTransaction } from "../../src/network/messages/transactions.ts";
import { encodeWarpRequest } from "../../src/network/messages/warp-request.ts";
import { encodeWarpResponse } from "../../src/network/messages/warp-response.ts";
import { encodeWholeBlock } from "../../src/network/messages/whole-block.ts";
import { headerHash } from "../../src/primitives/header.ts";
import { ShieldedTransaction } from "../../src/primitives/shielded-transaction.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import type { MemoryState } from "../../src/storage/state/memory-state.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { prove } from "../../src/storage/trie/proof.ts";
import { proveRange } from "../../src/storage/trie/range-proof.ts";
import { complete } from "../fuzz/attempt.ts";
import { openBlock } from "../fuzz/chain.ts";
import { createInnerCall, menuOf, recipeFor } from "../fuzz/generate.ts";
import { newMemory } from "../fuzz/memory.ts";
import { prepareChain } from "../fuzz/prepare.ts";
import { createRandom, seedOf } from "../fuzz/random.ts";
import { createWorld } from "../fuzz/world.ts";
import { recordingJson } from "../support/recordings.ts";
import { signExtrinsic } from "../support/sign.ts";

type Bytes = readonly Uint8Array[];

/** Messages of the network's protocols. */
export interface WireSamples {
  readonly headers: Bytes;
  readonly handshakes: Bytes;
  readonly nearPeers: Bytes;
  readonly announces: Bytes;
  readonly transactions: Bytes;
  readonly wholeBlocks: Bytes;
  readonly justifications: Bytes;
  readonly blockRequests: Bytes;
  readonly blockResponses: Bytes;
  readonly stateRequests: Bytes;
  readonly stateResponses: Bytes;
  readonly warpRequests: Bytes;
  readonly warpResponses: Bytes;
  readonly lightRequests: Bytes;
}

/** What proves finality or a state, with what it proves. */
export interface ProofSamples {
  readonly voters: readonly Voter[];
  readonly target: Place;
  readonly root: Uint8Array;
  readonly keys: readonly StateKey[];
  readonly gossip: Bytes;
  readonly justifications: Bytes;
  readonly finalityProofs: Bytes;
  readonly warpResponses: Bytes;
  readonly nodes: Bytes;
  readonly stateResponses: Bytes;
  readonly readProofs: Bytes;
}

/** What our rules read, with a chain that has subnets, neurons and stake. */
export interface RulesSamples {
  readonly runtime: Runtime;
  readonly state: MemoryState;
  readonly best: { readonly number: number; readonly hash: Hex };
  readonly extrinsics: Bytes;
  readonly shielded: Bytes;
  readonly lightCalls: Bytes;
}

export type Samples = WireSamples & { readonly proofs: ProofSamples; readonly rules: RulesSamples };

interface RecordedBlock {
  readonly header: Hex;
  readonly extrinsics: readonly Hex[];
}

/** Blocks of the recorded chains in which transactions of many kinds are. */
function recordedBlocks(): { readonly header: Uint8Array; readonly body: Bytes }[] {
  const names = ["n-system", "d-weights", "l-drand-timelock", "o-shield", "m-limit-orders"];
  return names.flatMap((name) => {
    const { blocks } = recordingJson("chains", `${name}.json.gz`) as { readonly blocks: readonly RecordedBlock[] };
    return blocks
      .slice(0, 40)
      .map(({ header, extrinsics }) => ({ header: fromHex(header), body: extrinsics.map(fromHex) }));
  });
}

const voterNames: readonly DevName[] = ["Alice", "Bob", "Charlie", "Dave"];
const scope = { round: 42n, setId: 0n };

function proofSamples(state: MemoryState): ProofSamples {
  const voters = devVoters(voterNames);
  const headers = [makeHeader(9, toHex(new Uint8Array(32)), [changeItem(voters)])];
  for (let number = 10; number < 14; number++)
    headers.push(makeHeader(number, headerHash(headers.at(-1) as Uint8Array), [changeItem(voters, 0, number)]));
  const places = headers.map((header, index): Place => ({ hash: headerHash(header), number: 9 + index }));
  const [target, , top] = places as [Place, Place, Place];
  const [first] = headers as [Uint8Array];
  const commit = devCommit(voterNames, target, scope);
  const longer = { target, precommits: [...commit.precommits, ...devCommit(["Bob", "Dave"], top, scope).precommits] };
  const justifications = [
    encodeJustification({ round: 42n, commit, ancestries: [] }),
    encodeJustification({ round: 42n, commit: longer, ancestries: headers.slice(1, 3) }),
  ];
  const [justification] = justifications as [Uint8Array];
  const stages = ["prevote", "precommit", "primary"] as const;
  const prevotes = voterNames.map((name) => devVote(name, "prevote", target, scope));
  const gossip = [
    ...stages.map((stage) => encodeGossip({ type: "vote", ...scope, vote: devVote("Alice", stage, target, scope) })),
    encodeGossip({ type: "commit", ...scope, commit }),
    encodeGossip({ type: "commit", ...scope, commit: longer }),
    encodeGossip({ type: "neighbor", ...scope, finalized: 9 }),
    encodeGossip({ type: "catch-up-request", ...scope }),
    encodeGossip({
      type: "catch-up",
      setId: 0n,
      catchUp: { round: 42n, prevotes, precommits: commit.precommits, base: target },
    }),
  ];
  const ranges = [0, 300, 3_000, 12_000].map((limit) => proveRange(state, [], limit));
  const later = proveRange(state, [String.fromCharCode(0x80)], 3_000);
  const keys = [..."\u0010\u0080\u00f0"].map((first) => state.nextKey(first)).filter((key) => key !== undefined);
  const withChildren = memoryState(
    keys.map((key) => [key, utf8("value")] as const),
    [
      ["a", [["x", utf8("1")]]],
      ["b", [["y", new Uint8Array(50)]]],
    ],
  );
  const proof = prove(state.trie(), [...keys, `${keys[0]}x`], state.get);
  return {
    ...{ voters, target, keys, gossip, justifications, root: state.root() },
    finalityProofs: [[], headers.slice(1)].map((unknownHeaders) =>
      encodeFinalityProof({ block: target.hash, justification, unknownHeaders }),
    ),
    warpResponses: [
      encodeWarpResponse({ proofs: [{ header: first, justification }], isFinished: true }),
      encodeWarpResponse({ proofs: headers.map((header) => ({ header, justification })), isFinished: false }),
    ],
    nodes: [...ranges.flat().slice(0, 300), ...proof],
    stateResponses: [...ranges, later, proveRange(withChildren, [], 10_000)].map((nodes) =>
      encodeStateResponse({ entries: [], proof: nodes }),
    ),
    readProofs: [encodeStateResponse({ entries: [], proof })],
  };
}

/** One extrinsic of each call of the rules, some with calls within, and calls in calls in calls. */
function rulesSamples(recorded: Bytes): RulesSamples {
  const chain = prepareChain();
  const { runtime, state, head } = chain;
  const menu = menuOf(runtime);
  const { execution } = openBlock(chain);
  const inner = createInnerCall(menu);
  const pair = devAccount("Alice");
  const sign = (call: Parameters<typeof signExtrinsic>[1]["call"]): Uint8Array =>
    signExtrinsic(runtime, { call, pair, nonce: 0, genesisHash: head.hash });
  const calls = menu.names.flatMap((name, place) => {
    const r = createRandom(seedOf(425, place));
    const world = createWorld(runtime, execution, newMemory(), inner);
    return recipeFor(world, r, name)?.call ?? complete(world, r, name) ?? [];
  });
  const nest = (depth: number): (typeof calls)[number] => {
    let call: (typeof calls)[number] = { pallet: "System", name: "remark", args: { remark: "0x00" } };
    for (let level = 0; level < depth; level++)
      call =
        level % 2 === 0
          ? { pallet: "Utility", name: "batch", args: { calls: [call] } }
          : { pallet: "Sudo", name: "sudo", args: { call } };
    return call;
  };
  const extrinsics = [...calls.map(sign), ...[2, 8, 100, 600].map((depth) => sign(nest(depth))), ...recorded];
  return {
    ...{ runtime, state, extrinsics, best: head },
    shielded: [
      encode(ShieldedTransaction, {
        ...{ key_hash: toHex(new Uint8Array(16)), kem_ct: new Uint8Array(1088), aead_ct: new Uint8Array(200) },
        nonce: new Uint8Array(24),
      }),
    ],
    lightCalls: runtime.apis.flatMap(({ name, methods }) =>
      Object.keys(methods)
        // Building blocks and validating whole extrinsics have decoders of their own.
        .filter((method) => !/execute_block|build|metadata/.test(method))
        .map((method) => lightCall(`${name}_${method}`, new Uint8Array([...fromHex(pair.publicKey), 1, 0, 0, 0]))),
    ),
  };
}

function lightCall(method: string, data: Uint8Array): Uint8Array {
  const inner = createMessageWriter();
  inner.bytes(2, new Uint8Array(32));
  inner.bytes(3, utf8(method));
  inner.bytes(4, data);
  const to = createMessageWriter();
  to.bytes(1, inner.finish());
  return to.finish();
}

function lightRead(keys: Bytes, child: Uint8Array | undefined): Uint8Array {
  const inner = createMessageWriter();
  inner.bytes(2, new Uint8Array(32));
  if (child !== undefined) inner.bytes(3, child);
  for (const key of keys) inner.bytes(child === undefined ? 3 : 6, key);
  const to = createMessageWriter();
  to.bytes(child === undefined ? 2 : 4, inner.finish());
  return to.finish();
}

/** An answer of a peer table. */
function nearPeers(count: number): Uint8Array {
  const to = createMessageWriter();
  to.uint32(1, 4);
  for (let peer = 0; peer < count; peer++) {
    const one = createMessageWriter();
    one.bytes(1, new Uint8Array(38).fill(peer));
    for (let address = 0; address < 3; address++) one.bytes(2, new Uint8Array(8).fill(address));
    one.uint32(3, 1);
    to.bytes(8, one.finish());
  }
  return to.finish();
}

/** Real messages for every decoder: recorded blocks, votes of the development keys, proofs of a prepared state. */
export function makeSamples(): Samples {
  const blocks = recordedBlocks();
  const headers = [
    ...blocks.slice(0, 100).map(({ header }) => header),
    makeHeader(7, toHex(new Uint8Array(32)), [slotDigest(5n), changeItem(devVoters(voterNames), 3)]),
    makeHeader(8, toHex(new Uint8Array(32)), [grandpaItem({ type: "OnDisabled", value: 1n }), Uint8Array.of(8)]),
  ];
  const bodies = blocks.flatMap(({ body }) => body);
  const rules = rulesSamples(bodies.slice(0, 600));
  const proofs = proofSamples(rules.state);
  const justifications = [
    encodeJustifications([["FRNK", proofs.justifications[0] as Uint8Array]]),
    encodeJustifications([
      ["FRNK", proofs.justifications[1] as Uint8Array],
      ["BEEF", new Uint8Array(9)],
    ]),
  ];
  const hash = headerHash(headers[0] as Uint8Array);
  const part = (index: number): BlockPart => ({
    hash: headerHash(blocks[index]?.header as Uint8Array),
    header: blocks[index]?.header as Uint8Array,
    body: blocks[index]?.body ?? [],
    justifications: justifications[index % 2] as Uint8Array,
  });
  const many = new Writer();
  many.compact(3);
  for (const extrinsic of bodies.slice(1, 4)) many.raw(extrinsic);
  return {
    ...{ headers, justifications, proofs, rules },
    handshakes: (["full", "light", "authority"] as const).map((roles) =>
      encodeBlockAnnounceHandshake({ roles, bestNumber: 7, bestHash: hash, genesisHash: hash }),
    ),
    nearPeers: [1, 20].map(nearPeers),
    announces: headers.map((header, index) => encodeBlockAnnounce(header, index % 2 === 0, new Uint8Array(index % 3))),
    transactions: [...bodies.slice(0, 100).map(encodeTransaction), many.finish()],
    wholeBlocks: blocks.slice(0, 100).map(({ header, body }) => encodeWholeBlock(header, body)),
    blockRequests: [
      encodeBlockRequest({
        ...{ fields: 19, from: { hash }, direction: "descending", max: 128, multipleJustifications: true },
      }),
      encodeBlockRequest({
        ...{ fields: 63, from: { number: 7 }, direction: "ascending", max: 0, multipleJustifications: false },
      }),
    ],
    blockResponses: [1, 2, 8].map((count) => encodeBlockResponse(Array.from({ length: count }, (_, at) => part(at)))),
    stateRequests: [[], [utf8("key")], [utf8(":child_storage:default:a"), utf8("key")]].map((start, index) =>
      encodeStateRequest({ block: hash, start, noProof: index === 1 }),
    ),
    stateResponses: [
      ...proofs.stateResponses,
      encodeStateResponse({
        entries: [{ root: new Uint8Array(32), entries: [[utf8("key"), utf8("value")]], complete: true }],
      }),
    ],
    warpRequests: [encodeWarpRequest(hash)],
    warpResponses: proofs.warpResponses,
    lightRequests: [
      lightRead([utf8("a key"), utf8("another")], undefined),
      lightRead([utf8("a key")], utf8(":child_storage:default:a")),
      ...rules.lightCalls.slice(0, 5),
    ],
  };
}
