import type { Engine, Engines } from "../../chain/engine.ts";
import { slotDuration } from "../../chain/runtime-apis.ts";
import { decode } from "../../codec/codec.ts";
import { u64 } from "../../codec/primitives.ts";
import { stateAfter } from "../../engine/thread/executed-states.ts";
import { emptyBytes } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { surfaceOf } from "../../metadata/surface.ts";
import { decodeVersion } from "../../primitives/runtime-version.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { storage as timestamp } from "../../runtime/pallets/timestamp/storage.ts";
import { createOverlay } from "../../storage/state/overlay.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";
import type { RuntimeFile } from "../runtime-files/runtime-file.ts";
import { type Branch, nextBlock } from "./branch.ts";
import { type Migrations, migrationsOf } from "./migrations.ts";
import { netuidsOf, type SubnetValues, subnetValues } from "./subnet-values.ts";

/** One subnet after each block under both rules. */
export interface RehearsedSubnet {
  readonly netuid: number;
  readonly before: readonly SubnetValues[];
  readonly after: readonly SubnetValues[];
}

/** What an upgrade would do to a chain. */
export interface Rehearsal {
  readonly from: { readonly number: number; readonly hash: string };
  /** Spec versions: the chain's, and the program's. */
  readonly versions: { readonly before: number; readonly after: number };
  /** How long a slot is, ms: under the chain's rules, and under the program. */
  readonly slots: { readonly before: bigint; readonly after: bigint };
  readonly migrations: Migrations;
  readonly blocks: number;
  readonly subnets: readonly RehearsedSubnet[];
}

export interface RehearsalOptions {
  readonly place: { readonly hash: `0x${string}`; readonly number: number };
  readonly state: ParentState;
  readonly engines: Engines;
  /** Reads the figures. */
  readonly runtime: Runtime;
  readonly upgrade: RuntimeFile & { readonly code: Uint8Array };
  readonly blocks: number;
  /** Only this subnet; all otherwise. */
  readonly netuid: number | undefined;
}

const codeKey = ":code";

/**
 * Performs an upgrade on a copy of a state, and lets the chain go on for some blocks with it and without it.
 * @throws EngineError when either does not get on
 * @throws UserError when the chain has no such subnet
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { place, state, engines, runtime, upgrade, netuid } = options;
  const now = state.get(timestamp.Now.key);
  const moment = now === undefined ? 0n : decode(u64, now);
  let before: Branch = { place, state, moment };
  const overlay = createOverlay(state);
  overlay.put(codeKey, upgrade.code);
  let after: Branch = { place, state: stateAfter(state, overlay), moment };
  const [oldEngine, engine] = [engines.engineAt(place.hash, state), engines.engineAt(place.hash, after.state)];
  const answer = await oldEngine.call(createOverlay(state), "Core_version", emptyBytes);
  const { spec_version: current } = decodeVersion(answer);
  const { spec_version: version = 0, spec_name: name = "" } = upgrade.version ?? {};
  const slots = { before: await slotsOf(oldEngine, state), after: await slotsOf(engine, after.state) };
  const migrations = await migrationsOf({
    branch: after,
    engines,
    engine,
    spec: { version, name },
    surface: surfaceOf(upgrade.metadata),
  });
  const netuids = netuidsOf(runtime, state);
  if (netuid !== undefined && !netuids.includes(netuid)) throw new UserError(`there is no subnet ${netuid}`);
  const subnets = (netuid === undefined ? netuids : [netuid]).map((one) => ({
    netuid: one,
    before: [] as SubnetValues[],
    after: [] as SubnetValues[],
  }));
  for (let count = 0; count < options.blocks; count++) {
    before = await nextBlock(before, engines);
    after = await nextBlock(after, engines);
    for (const subnet of subnets) {
      const read = ({ place: at, state: left }: Branch): Promise<SubnetValues> =>
        subnetValues(runtime, engines.engineAt(at.hash, left), left, subnet.netuid);
      subnet.before.push(await read(before));
      subnet.after.push(await read(after));
    }
  }
  const versions = { before: current, after: version };
  return { from: place, versions, slots, migrations, blocks: options.blocks, subnets };
}

/** How long a slot is by the rules of a state, ms. */
async function slotsOf(engine: Engine, state: ParentState): Promise<bigint> {
  return slotDuration((method, args) => engine.call(createOverlay(state), method, args));
}
