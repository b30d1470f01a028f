import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Hex, toHex } from "../../lib/bytes.ts";
import type { Database, NewBlock } from "../../storage/database.ts";
import { openDatabase } from "../../storage/open-database.ts";
import { openReadOnly, type ReadOnlyDatabase } from "../../storage/read-only.ts";
import { createOverlay } from "../../storage/state/overlay.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";
import { overlayOn, testBlock, testGenesis } from "../../storage/testing/blocks.ts";
import { seeded } from "../../storage/testing/random-block.ts";
import { createExecutedStates, type ExecutedStates } from "./executed-states.ts";
import { write as rewrite, writesOf } from "./writes.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-executed-"));
const open: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of open) await one.close();
  rmSync(root, { recursive: true });
});

interface Sides {
  readonly writer: Database;
  readonly reader: ReadOnlyDatabase;
  readonly executed: ExecutedStates;
}

/** A chain of which one side writes the blocks that the other has executed. */
async function start(name: string): Promise<Sides> {
  const path = join(root, name);
  const writer = await openDatabase({ path, shared: true });
  await writer.initialise(testGenesis({ top: new Map([["\x01\x01", Uint8Array.of(1)]]), children: new Map() }));
  const reader = await openReadOnly(path);
  open.push(reader, writer);
  return { writer, reader, executed: createExecutedStates(reader) };
}

type Place = { readonly hash: Hex; readonly number: number };

/** Executes a block with random changes on a state that the reader knows. */
async function execute(
  { executed }: Sides,
  parent: Place,
  random: (below: number) => number,
): Promise<NewBlock & Place> {
  const state = (await executed.after(parent.hash)) as ParentState;
  const overlay = createOverlay(state, parent.hash);
  for (let count = random(6); count >= 0; count--) {
    const key = String.fromCharCode(random(6) * 16 + 1, random(6));
    const written = random(3) === 0 ? overlay.child(`${random(2)}`) : overlay;
    if (random(3) === 0) written.delete(key);
    else written.put(key, new Uint8Array(random(2) === 0 ? 3 : 40).fill(random(256)));
  }
  const block = testBlock(parent, overlay, { best: true, salt: random(256) });
  executed.keep(block.hash, parent.hash, state, overlay);
  return { ...block, number: parent.number + 1 };
}

/** Writes a block, with what was changed over the writer's own state. */
async function write({ writer }: Sides, block: NewBlock, parent: Hex): Promise<void> {
  const overlay = overlayOn(writer, parent);
  rewrite(overlay, writesOf(block.overlay));
  expect(toHex(overlay.root())).toBe(toHex(block.overlay.root()));
  await writer.commitBlock({ ...block, overlay });
}

function contents(state: ParentState): string[] {
  return [state, state.child("0"), state.child("1")].flatMap((space) => {
    const entries: string[] = [];
    for (let key = space.nextKey(""); key !== undefined; key = space.nextKey(key))
      entries.push(`${toHex(Buffer.from(key, "latin1"))} ${toHex(space.get(key) as Uint8Array)}`);
    return entries;
  });
}

it("lets go what is on disk, for whoever only follows a chain", async () => {
  const sides = await start("follower");
  const { writer, reader, executed } = sides;
  const random = seeded(7);
  let place: Place = writer.finalized();
  let [since, longest] = [0, 0];
  for (let count = 0; count < 500; count++) {
    const state = await executed.after(place.hash);
    since = state === reader.stateAt(place.hash) ? 0 : since + 1;
    longest = Math.max(longest, since);
    const block = await execute(sides, place, random);
    await write(sides, block, place.hash);
    if (count % 3 === 0) await writer.finalize(place.hash);
    place = block;
  }
  expect(longest).toBeGreaterThan(100);
  expect(longest).toBeLessThan(200);
});

it("has the states of lists that are on their way to the disk, on branches too, when the database moves on meanwhile", async () => {
  const sides = await start("lists");
  const { writer, reader, executed } = sides;
  const random = seeded(11);
  const unknown: Hex = `0x${"ee".repeat(32)}`;
  let place: Place = writer.finalized();
  /** Executed and not written yet, each with its parent. */
  const ahead: (readonly [NewBlock & Place, Place])[] = [];
  for (let count = 0; count < 700; count++) {
    // Now and then a branch, which the next block leaves again.
    if (ahead.length > 3 && random(20) === 0) await execute(sides, ahead.at(-3)?.[0] as Place, random);
    const block = await execute(sides, place, random);
    ahead.push([block, place]);
    place = block;
    if (random(60) !== 0) continue;
    for (const [written, parent] of ahead.splice(0, random(ahead.length))) await write(sides, written, parent.hash);
    if (writer.best().number > 2) await writer.finalize(writer.hashAt(writer.best().number - 2) as Hex);
    // Whoever asks for a block that is not there has the database looked at again.
    if (random(2) === 0) expect(await executed.after(unknown)).toBeUndefined();
  }
  const last = contents((await executed.after(place.hash)) as ParentState);
  for (const [written, parent] of ahead) await write(sides, written, parent.hash);
  await reader.refresh();
  expect(last.length).toBeGreaterThan(20);
  expect(last).toEqual(contents(reader.stateAt(place.hash) as ParentState));
});
