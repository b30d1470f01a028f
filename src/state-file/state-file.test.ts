import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blake2Hex } from "../crypto/hashing.ts";
import { type Hex, type StateKey, toHex, utf8 } from "../lib/bytes.ts";
import type { Database } from "../storage/database.ts";
import { childRootPrefix, type ParentState } from "../storage/state/parent-state.ts";
import { overlayOn, testBlock } from "../storage/testing/blocks.ts";
import { chainContent } from "./chain-content.ts";
import type { StateFileHead } from "./head.ts";
import { loadChain } from "./load-chain.ts";
import { openStateFile } from "./open-state-file.ts";
import { checkStateRoot } from "./state-root.ts";
import { emptyDatabase, loadFrom, madeUpChain, testDirectory } from "./testing/files.ts";
import { madeUpGenesis, saveTo } from "./testing/made-up.ts";
import { writeStateFile } from "./write-state-file.ts";

/** Every entry of a state, child tries too. */
function contents(state: ParentState): Map<string, string> {
  const entries = new Map<string, string>();
  const add = (name: string, trie: Pick<ParentState, "get" | "nextKey">): void => {
    const first = trie.get("");
    if (first !== undefined) entries.set(`${name}/`, toHex(first));
    for (let key = trie.nextKey(""); key !== undefined; key = trie.nextKey(key)) {
      entries.set(`${name}/${key}`, toHex(trie.get(key) as Uint8Array));
      if (name === "" && key.startsWith(childRootPrefix)) {
        const id: StateKey = key.slice(childRootPrefix.length);
        add(`child ${id}`, state.child(id));
      }
    }
  };
  add("", state);
  return entries;
}

const stateOf = (database: Database, hash: Hex): ParentState => database.stateAt(hash) as ParentState;

describe("a chain that went through a file", () => {
  it.each([
    ["its state alone", false],
    ["with its blocks", true],
  ])("is the same, %s", async (_name, blocks) => {
    const path = join(testDirectory(), "a.state");
    const [before, after] = [await madeUpChain(40), await emptyDatabase()];
    const steps = [{ name: "deal", bytes: utf8("bytes of somebody else") }];
    const written = await saveTo(path, before, { blocks, steps });
    expect(written).toMatchObject({ children: 3, blocks: blocks ? 40 : 1, steps: 1 });
    await loadFrom(path, after);
    for (const { name, bytes } of steps) expect(after.getExtra(name)).toEqual(bytes);
    const best = before.best();
    expect([after.best(), after.finalized(), after.genesisHash]).toEqual([best, best, madeUpGenesis.hash]);
    expect(after.header(madeUpGenesis.hash)).toEqual(madeUpGenesis.header);
    expect(contents(stateOf(after, best.hash))).toEqual(contents(stateOf(before, best.hash)));
    expect(after.body(best.hash)).toEqual(before.body(best.hash));
    expect(after.gap()).toEqual(blocks ? undefined : { first: 1, last: 39, wanted: false });
    for (let number = 0; number < 40; number++) {
      const hash = before.hashAt(number) as Hex;
      expect(after.hashAt(number)).toBe(blocks || number === 0 ? hash : undefined);
      if (!blocks) continue;
      expect(after.body(hash)).toEqual(before.body(hash));
      expect(contents(stateOf(after, hash))).toEqual(contents(stateOf(before, hash)));
    }
  });

  it("can be read again by who left before the end", async () => {
    const path = join(testDirectory(), "a.state");
    const steps = [{ name: "deal", bytes: new Uint8Array(randomBytes(1_000_000)) }];
    await saveTo(path, await madeUpChain(3), { blocks: true, steps });
    const file = await openStateFile(path);
    try {
      await checkStateRoot(file);
      for await (const part of file.parts()) if (part.type === "block") break;
      const types: string[] = [];
      for await (const { type } of file.parts()) types.push(type);
      expect(types.filter((type) => type !== "entries")).toEqual(["block", "block", "block", "step"]);
    } finally {
      await file.close();
    }
  });

  it("goes on", async () => {
    const path = join(testDirectory(), "a.state");
    const [before, after] = [await madeUpChain(300), await emptyDatabase()];
    await saveTo(path, before, { blocks: true });
    await loadFrom(path, after);
    for (let number = 301; number < 600; number++) {
      const overlay = overlayOn(after, after.best().hash);
      overlay.put("k", utf8(`${number}`));
      overlay.child("new").put("c", utf8(`${number}`));
      await after.commitBlock(testBlock(after.best(), overlay, { best: true, finalized: true }));
    }
    expect(after.oldestState()).toBe(599 - 255);
    const old = after.hashAt(590) as Hex;
    expect(stateOf(after, old).child("new").get("c")).toEqual(utf8("590"));
  });

  it("begins with the genesis block, or in the middle", async () => {
    const path = join(testDirectory(), "a.state");
    const before = await madeUpChain(30);
    await saveTo(path, before, { blocks: true, hash: madeUpGenesis.hash });
    const genesis = await emptyDatabase();
    await loadFrom(path, genesis);
    expect(genesis.best()).toEqual({ hash: madeUpGenesis.hash, number: 0 });
    expect(contents(stateOf(genesis, madeUpGenesis.hash))).toEqual(contents(stateOf(before, madeUpGenesis.hash)));
    const past = before.hashAt(before.finalized().number - 3) as Hex;
    await saveTo(path, before, { hash: past });
    const middle = await emptyDatabase();
    await loadFrom(path, middle);
    expect(contents(stateOf(middle, past))).toEqual(contents(stateOf(before, past)));
    // A file of a database that has blocks from some number on only.
    const overlay = overlayOn(middle, past);
    overlay.put("k", utf8("next"));
    await middle.commitBlock(testBlock(middle.best(), overlay, { best: true, finalized: true }));
    await saveTo(path, middle, { blocks: true });
    const last = await emptyDatabase();
    await loadFrom(path, last);
    expect([last.oldestState(), last.oldestBody()]).toEqual([middle.best().number - 1, middle.best().number - 1]);
    expect(contents(stateOf(last, past))).toEqual(contents(stateOf(before, past)));
  });
});

it("writes the same bytes for the same state", async () => {
  const directory = testDirectory();
  const [a, b, c] = ["a", "b", "c"].map((name) => join(directory, name)) as [string, string, string];
  const database = await madeUpChain(20);
  await saveTo(a, database, { blocks: true });
  await saveTo(b, await madeUpChain(20), { blocks: true });
  expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
  const loaded = await emptyDatabase();
  await loadFrom(a, loaded);
  await saveTo(c, loaded, { blocks: true });
  expect(readFileSync(c).equals(readFileSync(a))).toBe(true);
});

describe("a file that is not right", () => {
  const refusal = async (path: string): Promise<string> => {
    const database = await emptyDatabase();
    const error = await loadFrom(path, database).then(
      () => "it was loaded",
      (reason: Error) => reason.message,
    );
    expect(database.genesisHash).toBeUndefined();
    await database.initialise(madeUpGenesis);
    return error;
  };

  it("is told as cut, wherever it was cut", async () => {
    const path = join(testDirectory(), "a.state");
    await saveTo(path, await madeUpChain(10), { blocks: true });
    const whole = readFileSync(path);
    for (let part = 0; part < 20; part++) {
      writeFileSync(path, whole.subarray(0, Math.floor((whole.length * part) / 20)));
      expect(await refusal(path)).toBe(
        `the state file ${path} is not whole: its end is missing; copy it again, or take an older one`,
      );
    }
  });

  it("is told as damaged, wherever a byte is another", async () => {
    const path = join(testDirectory(), "a.state");
    await saveTo(path, await madeUpChain(10), { blocks: true });
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += at < 40 || at > whole.length - 60 ? 1 : 61) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0x11;
      writeFileSync(path, bytes);
      expect(await refusal(path)).toMatch(/is damaged \(|is not whole|is no state file|newer release/);
    }
  });

  it("is told as newer", async () => {
    const path = join(testDirectory(), "a.state");
    writeFileSync(path, "subtensor-state 3\nwhatever comes then");
    expect(await refusal(path)).toBe(
      `the state file ${path} was written by a newer release (format 3, this one reads up to 2): update subtensor-ts`,
    );
  });

  it("is told when it is something else, or absent, or a directory", async () => {
    const directory = testDirectory();
    writeFileSync(join(directory, "b"), "{}");
    expect(await refusal(join(directory, "b"))).toContain("is no state file of subtensor-ts");
    expect(await refusal(join(directory, "none"))).toContain("cannot be read: ENOENT");
    expect(await refusal(directory)).toMatch(/no regular file|EISDIR/);
  });

  it("is told when its state is not the one of its block", async () => {
    const path = join(testDirectory(), "a.state");
    const database = await madeUpChain(5);
    const view = await database.view();
    const head = {
      ...{ software: "test", build: "local" as const, clock: 0 },
      chain: { name: "n", id: "i", type: "Local" as const, properties: {} },
    };
    const content = chainContent(view, view.best().hash, { head, blocks: false });
    const entries = async function* () {
      for await (const entry of content.entries) if (entry.key !== ":code") yield entry;
    };
    await writeStateFile(path, { ...content, entries: entries() }, { rest: async () => {} });
    expect(await refusal(path)).toMatch(/is damaged \(.*its state has root 0x\w+, its header says 0x\w+\)/);
    const file = await openStateFile(path);
    await expect(checkStateRoot(file)).rejects.toThrow(/is damaged \(its state has root/);
    await file.close();
  });

  it("is told when its sums are right and its head is not", async () => {
    const path = join(testDirectory(), "a.state");
    const view = await (await madeUpChain(5)).view();
    const chain = { name: "n", id: "i", type: "Local" as const, properties: {} };
    const { best } = view;
    const write = async (change: (head: StateFileHead) => object): Promise<void> => {
      const said = { ...{ software: "test", build: "local" as const, clock: 0 }, chain };
      const content = chainContent(view, best().hash, { head: said, blocks: false });
      const head = { ...content.head, ...change(content.head) };
      await writeStateFile(path, { ...content, head }, { rest: async () => {} });
    };
    const unreadable = utf8("no header at all");
    const cases: readonly [(head: StateFileHead) => object, string][] = [
      [() => ({ clock: 1.5 }), "the head names no clock"],
      [() => ({ clock: 1e300 }), "the head names no clock"],
      [({ block }) => ({ block: { ...block, number: 77 } }), "the head gives a block another number than its header"],
      [({ block: { hash, header } }) => ({ genesis: { hash, header } }), "the head gives a block another number"],
      [
        ({ block }) => ({ block: { ...block, header: toHex(unreadable), hash: blake2Hex(unreadable) } }),
        "a header of its head: ",
      ],
    ];
    for (const [change, words] of cases) {
      await write(change);
      expect(await refusal(path)).toContain(`the state file ${path} is damaged (${words}`);
    }
    await write(() => ({ clock: -1 }));
    await loadFrom(path, await emptyDatabase());
    await view.release();
  });

  it("is told when its steps have names that are others'", async () => {
    const path = join(testDirectory(), "a.state");
    await saveTo(path, await madeUpChain(3), { steps: [{ name: "world", bytes: utf8("{") }] });
    const [file, database] = [await openStateFile(path), await emptyDatabase()];
    await expect(loadChain(database, file, new Map(), (name) => name === "deal")).rejects.toThrow(
      `the state file ${path} is damaged (it holds a step "world", which is none of a block)`,
    );
    await file.close();
    expect(database.genesisHash).toBeUndefined();
  });
});
