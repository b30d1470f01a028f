import { setTimeout as sleep } from "node:timers/promises";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { startTestNode, type TestNode } from "../../src/network/libp2p/testing/test-node.ts";
import { encodeBlockAnnounce } from "../../src/network/messages/block-announce.ts";
import { blockFields, decodeBlockRequest, encodeBlockRequest } from "../../src/network/messages/block-request.ts";
import { decodeBlockResponse, encodeBlockResponse } from "../../src/network/messages/block-response.ts";
import { encodeWholeBlock } from "../../src/network/messages/whole-block.ts";
import type { Answer, RequestProtocol } from "../../src/network/network.ts";
import { decodeHeader } from "../../src/primitives/header.ts";
import type { Random } from "../fuzz/random.ts";
import { type ForgedBlock, forgeBlock, forgedProofOf, type Ground } from "./forged-blocks.ts";
import type { Target } from "./target.ts";

/** What came of an attack by peers that speak as nodes do. */
export interface InsiderReport {
  readonly what: string;
  readonly peer: string;
  /** Whether the node asked for the forged block. */
  readonly asked: boolean;
}

/** A peer that keeps to the protocols, with lies in its messages. */
async function asInsider<T>(
  target: Target,
  address: string,
  random: Random,
  run: (insider: TestNode, at: string) => Promise<T>,
): Promise<T> {
  const [at] = address.split("/").slice(-1) as [string];
  const insider = await startTestNode(1, {
    ...{ key: random.bytes(32), genesisHash: target.genesisHash, blockGossip: true },
    listen: [],
    bootnodes: [address],
  });
  try {
    for (let waited = 0; !insider.peers().includes(at); waited++) {
      if (waited > 100) throw new Error("the node does not let the insider in");
      await sleep(100);
    }
    return await run(insider, at);
  } finally {
    await insider.stop();
  }
}

/** The node's best block. */
async function groundOf(insider: TestNode, at: string, target: Target, random: Random): Promise<Ground> {
  const state = insider.networkState().peers.find(({ peer }) => peer === at);
  const hash = state?.bestHash ?? target.genesisHash;
  const [block] = await blocksFrom(insider, at, hash, 1);
  if (block?.header === undefined) throw new Error("the node has no block");
  const { header, body } = block;
  return { header, body, genesisHash: target.genesisHash, now: Date.now(), random };
}

async function blocksFrom(insider: TestNode, at: string, from: Hex | number, max: number) {
  const fields = blockFields.header | blockFields.body;
  const request = {
    fields,
    from: typeof from === "number" ? { number: from } : { hash: from },
    direction: "ascending" as const,
    max,
    multipleJustifications: true,
  };
  return decodeBlockResponse(await insider.request(at, "sync", encodeBlockRequest(request)), max);
}

/** The hash of a block in a request for it. */
function askedFor(request: Uint8Array): Hex | undefined {
  try {
    const { from } = decodeBlockRequest(request);
    return "hash" in from ? from.hash : undefined;
  } catch {
    return undefined;
  }
}

/** Announces a forged block, hands it out when asked, or sends it whole. */
export function announceForged(target: Target, address: string, random: Random, what: string): Promise<InsiderReport> {
  return asInsider(target, address, random, async (insider, at) => {
    const block = forgeBlock(await groundOf(insider, at, target, random), what);
    let asked = false;
    insider.answer = async (_, protocol, request): Promise<Answer> => {
      if (protocol !== "sync" || askedFor(request) !== block.hash) return {};
      asked = true;
      return { bytes: encodeBlockResponse([block]) };
    };
    const whole = random.chance(30) && insider.publishBlock !== undefined;
    if (whole) await insider.publishBlock?.(encodeWholeBlock(block.header, block.body)).catch(() => []);
    else insider.notify(at, "block-announces", encodeBlockAnnounce(block.header, true, new Uint8Array(0)));
    for (let waited = 0; waited < 40 && !asked && insider.peers().includes(at); waited++) await sleep(100);
    await sleep(1_500);
    return { what: `${what}${whole ? ", whole" : ""}`, peer: insider.localPeer, asked: asked || whole };
  });
}

/** Ways to answer what the node asks of a chain that is much longer than its own. */
const wrongAnswers: Readonly<Record<string, (block: ForgedBlock, random: Random) => Answer>> = {
  nothing: () => ({}),
  "no blocks": () => ({ bytes: encodeBlockResponse([]) }),
  garbage: (_, random) => ({ bytes: random.bytes(random.below(100_000)) }),
  "another block": (block) => ({ bytes: encodeBlockResponse([{ ...block, hash: toHex(new Uint8Array(32).fill(9)) }]) }),
  "too many": (block) => ({ bytes: encodeBlockResponse(Array.from({ length: 3_000 }, () => block)) }),
  "no header": ({ hash, body }) => ({ bytes: encodeBlockResponse([{ hash, body }]) }),
  "sixteen megabytes": () => ({ bytes: new Uint8Array(16 * 1024 * 1024 - 8) }),
  "more than that": () => ({ bytes: new Uint8Array(17 * 1024 * 1024) }),
};

/** Says that it has a thousand blocks more, and answers wrongly, late or not at all. */
export function lieAboutHeight(target: Target, address: string, random: Random): Promise<InsiderReport> {
  return asInsider(target, address, random, async (insider, at) => {
    const ground = await groundOf(insider, at, target, random);
    const block = forgeBlock(ground, { header: { number: decodeHeader(ground.header).number + 1_000 } });
    const how = random.pick(Object.keys(wrongAnswers));
    let asked = false;
    insider.answer = async (_: string, protocol: RequestProtocol): Promise<Answer> => {
      if (protocol !== "sync") return { bytes: random.bytes(random.below(5_000)) };
      asked = true;
      if (random.chance(20)) await sleep(random.below(30_000));
      return wrongAnswers[how]?.(block, random) ?? {};
    };
    insider.notify(at, "block-announces", encodeBlockAnnounce(block.header, true, new Uint8Array(0)));
    for (let waited = 0; waited < 100 && insider.peers().includes(at); waited++) await sleep(100);
    return { what: `answers: ${how}`, peer: insider.localPeer, asked };
  });
}

/** Hands a node that catches up the real blocks of another, with justifications that prove nothing. */
export function relayForged(
  source: Target,
  sourceAddress: string,
  target: Target,
  address: string,
  random: Random,
): Promise<InsiderReport> {
  return asInsider(source, sourceAddress, random, async (reader, from) => {
    const blocks = new Map((await blocksFrom(reader, from, 1, 128)).map((block) => [block.hash, block]));
    return asInsider(target, address, random, async (insider, at) => {
      let asked = false;
      insider.answer = async (_: string, protocol: RequestProtocol, request: Uint8Array): Promise<Answer> => {
        if (protocol !== "sync") return {};
        const list = [...blocks.values()];
        const { from: wanted, max } = decodeBlockRequest(request);
        const begin = list.findIndex((block) =>
          "hash" in wanted
            ? block.hash === wanted.hash
            : decodeHeader(block.header as Uint8Array).number === wanted.number,
        );
        asked = true;
        const answer = list
          .slice(Math.max(begin, 0))
          .slice(0, max || 128)
          .map((block) => {
            const ground = { header: block.header as Uint8Array, body: block.body, genesisHash: source.genesisHash };
            return { ...block, justifications: forgedProofOf({ ...ground, now: Date.now(), random }, block.hash) };
          });
        return { bytes: encodeBlockResponse(answer) };
      };
      const last = [...blocks.values()].at(-1);
      if (last?.header !== undefined)
        insider.notify(at, "block-announces", encodeBlockAnnounce(last.header, true, new Uint8Array(0)));
      for (let waited = 0; waited < 100 && insider.peers().includes(at); waited++) await sleep(100);
      return { what: "real blocks with wrong justifications", peer: insider.localPeer, asked };
    });
  });
}
