import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { hexToKey, toHex, utf8 } from "../../lib/bytes.ts";
import { encodeHeader, type Header, headerHash } from "../../primitives/header.ts";
import { prove } from "../../storage/trie/proof.ts";
import { rootHash } from "../../storage/trie/trie.ts";
import { trieFromEntries } from "../../storage/trie/update.ts";
import { fetchCode, fetchLimits } from "./fetch-code.ts";
import { type RemoteLimits, remoteNode } from "./remote-node.ts";

const key = hexToKey("0x3a636f6465");
const code = new Uint8Array(5000).map((_, index) => index * 7);
const entries: [string, Uint8Array][] = [
  [key, code],
  [":heappages", Uint8Array.of(8)],
  ["else", utf8("something")],
];
const zero = `0x${"00".repeat(32)}` as const;

/** A chain of one block, as its node answers about it. */
function chain(layout: 0 | 1 = 1) {
  const trie = trieFromEntries(entries, layout);
  const header: Header = {
    ...{ parentHash: zero, number: 300, extrinsicsRoot: zero },
    stateRoot: toHex(rootHash(trie)),
    digest: [Uint8Array.of(0, 4, 9)],
  };
  const hash = headerHash(encodeHeader(header));
  const answers: Record<string, unknown> = {
    chain_getFinalizedHead: hash,
    chain_getHeader: {
      ...{ parentHash: zero, number: "0x12c", stateRoot: header.stateRoot, extrinsicsRoot: zero },
      digest: { logs: header.digest.map(toHex) },
    },
    state_getStorage: toHex(code),
    state_getReadProof: { at: hash, proof: prove(trie, [key], () => code).map(toHex) },
  };
  return { hash, stateRoot: header.stateRoot, answers };
}

type Call = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };
type Answer = (call: Call) => string | undefined;

const limits: RemoteLimits = { ...fetchLimits, answerMs: 20_000, tries: 2, pauseMs: 1 };
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    ends.push(() => {
      server.closeAllConnections();
      server.close();
    });
  });
}

/** A node that answers these texts: over WebSocket, and over HTTP. */
async function serve(answer: Answer, onSocket: (socket: WebSocket) => void = () => {}): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = answer(JSON.parse(Buffer.concat(parts).toString()));
    if (text !== undefined) response.end(text);
  });
  new WebSocketServer({ server }).on("connection", (socket) => {
    onSocket(socket);
    socket.on("message", (data) => {
      const text = answer(JSON.parse(String(data)));
      if (text !== undefined) socket.send(text);
    });
  });
  return `127.0.0.1:${await listening(server)}`;
}

const results =
  (answers: Readonly<Record<string, unknown>>): Answer =>
  ({ id, method }) =>
    JSON.stringify({ jsonrpc: "2.0", id, result: answers[method] ?? null });

describe("fetching the program of a chain", () => {
  it.each([
    ["ws", 1],
    ["http", 1],
    ["ws", 0],
  ] as const)("takes what a %s node proves, of a state of version %i", async (protocol, layout) => {
    const { answers, hash, stateRoot } = chain(layout);
    const url = `${protocol}://${await serve(results(answers))}`;
    const fetched = await fetchCode(remoteNode(url, limits), hash);
    expect(fetched.block).toEqual({ hash, number: 300, stateRoot });
    expect(Buffer.from(fetched.code).equals(code)).toBe(true);
  });

  it("asks for the finalized block where none is given", async () => {
    const { answers, hash } = chain();
    const asked: Call[] = [];
    const url = `ws://${await serve((call) => {
      asked.push(call);
      return results(answers)(call);
    })}`;
    expect((await fetchCode(remoteNode(url, limits), undefined)).block.hash).toBe(hash);
    expect(asked.map(({ method, params }) => [method, ...params])).toEqual([
      ["chain_getFinalizedHead"],
      ["chain_getHeader", hash],
      ["state_getStorage", "0x3a636f6465", hash],
      ["state_getReadProof", ["0x3a636f6465"], hash],
    ]);
  });

  const { answers, hash } = chain();
  const otherCode = toHex(code.map((byte) => byte ^ 1));
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "another header",
      { chain_getHeader: { ...(answers.chain_getHeader as object), number: "0x12d" } },
      /the header that it answers is not that of block 0x/,
    ],
    ["other code", { state_getStorage: otherCode }, /the code that it answers is not the one in its proof/],
    [
      "a proof of nothing",
      { state_getReadProof: { at: hash, proof: [] } },
      /its proof of the code does not hold: the proof is incomplete/,
    ],
    [
      "a proof of other code",
      {
        state_getReadProof: {
          at: hash,
          proof: [
            ...(answers.state_getReadProof as { proof: string[] }).proof.filter((part) => part !== toHex(code)),
            otherCode,
          ],
        },
      },
      /does not hold/,
    ],
    ["no proof", { state_getReadProof: null }, /is not to be trusted: it answers with what no node answers/],
    ["a header of nonsense", { chain_getHeader: { number: 300 } }, /with what no node answers/],
    ["a number for the code", { state_getStorage: 7 }, /with what no node answers/],
    ["text for the code", { state_getStorage: "0xzz" }, /with what no node answers/],
    ["no code", { state_getStorage: null }, /the state of block 0x[0-9a-f]{64} has no code/],
    ["no such block", { chain_getHeader: null }, /has no block 0x[0-9a-f]{64}: is it of another chain\?/],
  ])("refuses %s", async (_what, changes, message) => {
    const url = `ws://${await serve(results({ ...answers, ...changes }))}`;
    const asked = fetchCode(remoteNode(url, limits), hash);
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.toMatchObject({ name: "UserError", exitCode: 1 });
    await expect(asked).rejects.toThrow(url);
  });

  it("tells that the state is gone", async () => {
    const message = "Client error: UnknownBlock: State already discarded for 0x12";
    const url = `ws://${await serve((call) =>
      call.method === "state_getStorage"
        ? JSON.stringify({ jsonrpc: "2.0", id: call.id, error: { code: 4003, message } })
        : results(answers)(call),
    )}`;
    await expect(fetchCode(remoteNode(url, limits), hash)).rejects.toThrow(
      `${url} refuses state_getStorage: ${message}: it keeps that state no longer; ask an archive node`,
    );
  });
});

describe("a node that gives no usable answer", () => {
  const call = (url: string, more: Partial<RemoteLimits> = {}) => remoteNode(url, { ...limits, ...more }).call("m", []);

  it.each(["ws", "http"])("is waited for so long and no longer (%s)", async (protocol) => {
    const url = `${protocol}://${await serve(() => undefined)}`;
    await expect(call(url, { answerMs: 100 })).rejects.toThrow(`${url} does not answer within 0.1 s (m, 2 tries)`);
  });

  it("is let go although it keeps talking", async () => {
    const talk = (socket: WebSocket) => {
      const timer = setInterval(() => socket.send(JSON.stringify({ jsonrpc: "2.0", method: "n", params: [] })), 5);
      socket.on("close", () => clearInterval(timer));
    };
    const url = `ws://${await serve(() => undefined, talk)}`;
    await expect(call(url, { answerMs: 100 })).rejects.toThrow("does not answer within 0.1 s");
  });

  it.each(["ws", "http"])("is not read beyond the limit (%s)", async (protocol) => {
    const url = `${protocol}://${await serve(() => JSON.stringify({ id: 1, result: "x".repeat(200_000) }))}`;
    await expect(call(url, { answerBytes: 100_000 })).rejects.toThrow(
      `${url} answers with more than 100000 bytes: no more was read`,
    );
  });

  it.each(["ws", "http"])("answers with no JSON-RPC (%s)", async (protocol) => {
    for (const text of ["<html>", "7", '{"id":1}', '{"id":1,"error":{}}']) {
      const url = `${protocol}://${await serve(() => text)}`;
      await expect(call(url)).rejects.toThrow(`${url} is no node: what it answers is no JSON-RPC`);
    }
  });

  it("is asked again when it was busy or hung up", async () => {
    let asked = 0;
    const url = `ws://${await serve(({ id }) => {
      asked++;
      if (asked === 1) return JSON.stringify({ id, error: { code: -32999, message: "Too many requests" } });
      return JSON.stringify({ id, result: "fine" });
    })}`;
    expect(await call(url)).toBe("fine");
    let dialled = 0;
    const other = `ws://${await serve(
      ({ id }) => JSON.stringify({ id, result: "fine" }),
      (socket) => {
        if (dialled++ === 0) socket.terminate();
      },
    )}`;
    expect(await call(other)).toBe("fine");
  });

  it.each(["ws", "http"])("is not there (%s)", async (protocol) => {
    const free = createServer();
    const port = await listening(free);
    await new Promise((resolve) => free.close(resolve));
    await expect(call(`${protocol}://127.0.0.1:${port}`)).rejects.toThrow(
      /cannot be asked: connect ECONNREFUSED .* \(m, 2 tries\)$/,
    );
  });

  it("is no URL", () => {
    for (const url of ["", "localhost:9944", "ftp://host"]) {
      expect(() => remoteNode(url, limits)).toThrow(
        "is not the URL of a node: ws://, wss://, http:// or https:// is expected",
      );
    }
  });
});
