import { createRandom, type Random, seedOf } from "../fuzz/random.ts";
import { type ByzantineKind, byzantineKinds, drawnApart, ofAuthorities } from "./byzantine/kinds.ts";
import { type FaultKind, faultKinds } from "./faults.ts";

/** What happens in a run: all of it follows from the seed and the size. */
export interface Plan {
  readonly seed: number;
  readonly nodes: number;
  /** The first so many nodes are authorities, of whom more than two thirds are honest. */
  readonly authorities: number;
  /** What some of the nodes do wrong, by their number. */
  readonly byzantine: ReadonlyMap<number, readonly ByzantineKind[]>;
  /** Whom each node looks for. */
  readonly neighbours: readonly (readonly number[])[];
  readonly faults: readonly PlannedFault[];
  /** Other authorities take over. */
  readonly changes: readonly PlannedChange[];
  /** ms between two transfers; undefined for none. */
  readonly transfers: number | undefined;
  /** Nodes that come late, with an empty chain. */
  readonly late: ReadonlyMap<number, PlannedArrival>;
  /** Nodes that take whole blocks. */
  readonly wholeBlocks: ReadonlySet<number>;
  /** When the last fault ends, and when the run does, ms from its beginning. */
  readonly faultsEnd: number;
  readonly end: number;
  /** How long a vote takes to reach everybody, as the voters believe, ms. */
  readonly gossipDuration: number;
  /** Each node executes each block by itself: to see whether that comes out the same. */
  readonly ownExecution?: boolean;
  /** Disks forget what they say they have synced: to see whether a run notices. */
  readonly disksLie?: boolean;
  /** What is on the disks takes no room in the heap: to see what nodes hold. */
  readonly disksOutsideHeap?: boolean;
}

export interface PlannedFault {
  readonly kind: FaultKind;
  /** ms from the beginning of the run. */
  readonly from: number;
  readonly to: number;
  /** Of what the fault draws. */
  readonly seed: number;
}

export interface PlannedArrival {
  /** ms from the beginning of the run. */
  readonly at: number;
  /** Whether it begins with a proof of finality and downloads the state. */
  readonly warps: boolean;
}

export interface PlannedChange {
  /** ms from the beginning of the run. */
  readonly at: number;
  readonly authorities: readonly number[];
  /** Blocks from the one that says it. */
  readonly delay: number;
}

/** How large a run is, and what may happen in it. */
export interface Size {
  readonly nodes: number;
  readonly minutes: number;
  /** Absent: every kind. */
  readonly faults?: readonly FaultKind[];
  readonly byzantine?: readonly ByzantineKind[];
  /** Nodes in a hundred that take whole blocks; absent: drawn. */
  readonly wholeBlocks?: number;
  /** Minutes at the end in which nothing goes wrong any more; absent: ten. */
  readonly calm?: number;
  /** The node whose log is printed. */
  readonly log?: string;
}

const minute = 60_000;
export function planOf(seed: number, size: Size): Plan {
  const random = createRandom(seedOf(seed, 0));
  const { nodes, minutes, calm = 10 } = size;
  const authorities = Math.min(nodes, random.between(3, 7));
  const end = minutes * minute;
  const faultsEnd = Math.max(end - calm * minute, minute);
  const byzantine = drawByzantine(random, size, authorities);
  drawApart(createRandom(seedOf(seed, 6)), size, authorities, byzantine);
  const faults = drawFaults(random, size.faults ?? faultKinds, faultsEnd);
  const changes = drawChanges(random, { authorities, byzantine, faultsEnd });
  // A change with a delay ends what a proof can show, here as in the original.
  const mayWarp = changes.every(({ delay }) => delay === 0);
  return {
    ...{ seed, nodes, authorities, end, faultsEnd, byzantine },
    neighbours: drawNeighbours(random, nodes),
    ...{ faults, changes },
    transfers: random.chance(50) ? random.pick([3_000, 20_000]) : undefined,
    late: drawLate(random, { nodes, authorities, faultsEnd, mayWarp }),
    wholeBlocks: drawWholeBlocks(random, size),
    gossipDuration: random.chance(20) ? 333 : 1000,
  };
}

function drawByzantine(
  random: Random,
  { nodes, byzantine: given = byzantineKinds }: Size,
  authorities: number,
): Map<number, readonly ByzantineKind[]> {
  const drawn = new Map<number, readonly ByzantineKind[]>();
  const byzantine = given.filter((kind) => !drawnApart.has(kind));
  if (byzantine.length === 0) return drawn;
  const kinds = (from: readonly ByzantineKind[]): ByzantineKind[] => random.sample(from, random.between(1, 2));
  const ofOthers = byzantine.filter((kind) => !ofAuthorities.has(kind));
  const mostVoters = Math.floor((authorities - 1) / 3);
  // From the last authority on: the first full nodes follow.
  for (let left = random.between(0, mostVoters); left > 0; left--) drawn.set(authorities - left, kinds(byzantine));
  if (ofOthers.length === 0) return drawn;
  for (let left = random.between(0, Math.min(2, nodes - authorities)); left > 0; left--)
    drawn.set(nodes - left, kinds(ofOthers));
  return drawn;
}

/** One node in four runs that follows lies in these ways too: the last one, which is the first to lie. */
function drawApart(
  random: Random,
  { nodes, byzantine = byzantineKinds }: Size,
  authorities: number,
  drawn: Map<number, readonly ByzantineKind[]>,
): void {
  const last = nodes - 1;
  for (const kind of byzantine.filter((one) => drawnApart.has(one)))
    if (last >= authorities && random.chance(25)) drawn.set(last, [...(drawn.get(last) ?? []), kind]);
}

/** A ring, and lines across it: each node has at least four neighbours where there are so many nodes. */
function drawNeighbours(random: Random, nodes: number): number[][] {
  const neighbours = Array.from({ length: nodes }, () => new Set<number>());
  const join = (a: number, b: number): void => {
    if (a === b) return;
    neighbours[a]?.add(b);
    neighbours[b]?.add(a);
  };
  const ring = random.sample(
    Array.from({ length: nodes }, (_, number) => number),
    nodes,
  );
  for (const [place, node] of ring.entries()) join(node, ring[(place + 1) % nodes] as number);
  for (let node = 0; node < nodes; node++)
    while ((neighbours[node]?.size ?? 0) < Math.min(4, nodes - 1)) join(node, random.below(nodes));
  return neighbours.map((own) => [...own].sort((a, b) => a - b));
}

function drawFaults(random: Random, kinds: readonly FaultKind[], faultsEnd: number): PlannedFault[] {
  if (kinds.length === 0) return [];
  const first = Math.min(minute, faultsEnd / 2);
  const count = random.between(1, Math.max(2, Math.round(faultsEnd / (5 * minute))));
  return Array.from({ length: count }, (): PlannedFault => {
    const from = first + random.below(faultsEnd - first);
    const to = Math.min(faultsEnd, from + 5_000 + random.below(random.chance(30) ? 15 * minute : 3 * minute));
    return { kind: random.pick(kinds), from, to, seed: random.below(2 ** 31) };
  }).sort((a, b) => a.from - b.from);
}

/** Sets of authorities of whom more than two thirds are honest, one after the other. */
function drawChanges(
  random: Random,
  { authorities, byzantine, faultsEnd }: Pick<Plan, "authorities" | "byzantine" | "faultsEnd">,
): PlannedChange[] {
  if (random.chance(50)) return [];
  const all = Array.from({ length: authorities }, (_, number) => number);
  const honest = all.filter((number) => !byzantine.has(number));
  const others = all.filter((number) => byzantine.has(number));
  const changes: PlannedChange[] = [];
  for (let left = random.between(1, 4); left > 0; left--) {
    const some = random.sample(honest, random.between(Math.min(2, honest.length), honest.length));
    const bad = random.sample(others, Math.floor((some.length - 1) / 2));
    changes.push({
      at: random.below(faultsEnd),
      authorities: [...some, ...bad].sort((a, b) => a - b),
      delay: random.pick([0, 0, 1, 3, 10]),
    });
  }
  return changes.sort((a, b) => a.at - b.at);
}

function drawLate(
  random: Random,
  {
    nodes,
    authorities,
    faultsEnd,
    mayWarp,
  }: Pick<Plan, "nodes" | "authorities" | "faultsEnd"> & { readonly mayWarp: boolean },
): Map<number, PlannedArrival> {
  const late = new Map<number, PlannedArrival>();
  for (let number = authorities; number < nodes; number++)
    if (random.chance(25)) late.set(number, { at: random.below(faultsEnd), warps: random.chance(50) && mayWarp });
  return late;
}

function drawWholeBlocks(random: Random, { nodes, wholeBlocks }: Size): Set<number> {
  const share = wholeBlocks ?? random.pick([0, 50, 100]);
  return new Set(Array.from({ length: nodes }, (_, number) => number).filter(() => random.chance(share)));
}
