import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { BlockId } from "../../storage/blocks/pointers.ts";
import type { Database } from "../../storage/database.ts";
import type { NodeConfig, WorldId } from "../config.ts";

/** What a database says of the world that its chain began with. */
interface WorldMark extends WorldId {
  /** The block that the world was whole at; undefined while it is built. */
  readonly block?: BlockId;
}

const name = "world";

function markOf(database: Database): WorldMark | undefined {
  const bytes = database.getExtra(name);
  return bytes === undefined ? undefined : (JSON.parse(fromUtf8(bytes)) as WorldMark);
}

/** The record of a world, as a database keeps it beside the chain. @param block that it was whole at, if it is */
export function worldRecord({ source, digest }: WorldId, block?: BlockId): ReadonlyMap<string, Uint8Array> {
  return new Map([[name, utf8(JSON.stringify({ source, digest, block }))]]);
}

/** Whether the chain of a database was left while a world was built on it: nothing else has happened there. */
export function isHalfBuilt(database: Database): boolean {
  const mark = markOf(database);
  return mark !== undefined && mark.block === undefined && database.best().number > 0;
}

/** Why a chain with blocks is not one that began with a world; undefined when it is. */
function otherBeginning(database: Database, world: WorldId): string | undefined {
  const mark = markOf(database);
  if (mark === undefined) return `began with no world, not with ${world.source}`;
  if (mark.digest !== world.digest)
    return mark.source === world.source
      ? `began with ${world.source} as it was before the file changed`
      : `began with the world ${mark.source}, not with ${world.source}`;
  if (mark.block !== undefined && database.isCanonical(mark.block.hash)) return undefined;
  return `left its world, which was whole at block ${mark.block?.number}, when its head was set back`;
}

/**
 * Sees to it that a chain which is there already began with the world that is asked for. One that was left while a world was
 * built is taken where any is asked for: it is built anew.
 * @throws UserError
 */
export async function checkWorldMark(
  database: Database,
  { world, paths }: { readonly world?: WorldId | undefined; readonly paths: Pick<NodeConfig["paths"], "base"> },
): Promise<void> {
  const there = `the chain in ${paths.base}`;
  const otherwise = "give another --base-path, or remove the chain with purge-chain";
  if (database.best().number === 0) {
    // What begins now is no world, whatever began here before.
    if (world === undefined && markOf(database) !== undefined) await database.putExtra(new Map([[name, undefined]]));
    return;
  }
  if (isHalfBuilt(database)) {
    if (world !== undefined) return;
    throw new UserError(
      `${there} was left while the world ${markOf(database)?.source} was built: start with --world, which builds it anew, ${otherwise}`,
    );
  }
  const other = world && otherBeginning(database, world);
  if (other !== undefined) throw new UserError(`${there} ${other}: leave --world out to go on with it, ${otherwise}`);
}
