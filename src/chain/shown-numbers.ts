import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import type { DatabaseReader } from "../storage/database.ts";

interface ShownChain {
  readonly database: Pick<DatabaseReader, "best" | "hashAt" | "isCanonical" | "parentHash">;
  /** The best block that everybody may see. */
  best(): Place;
  isHidden(hash: Hex): boolean;
}

/**
 * The hashes of the best chain that everybody may see, by number. The numbers of the database belong to blocks that are
 * not shown yet while a longer branch is on its way to the disk: then the blocks that it replaces are found by their
 * headers, which are read once for each head.
 */
export function createShownNumbers({ database, best, isHidden }: ShownChain): (number: number) => Hex | undefined {
  /** The blocks from the shown head down that do not lie on the best chain of the database. */
  let replaced: { readonly head: Hex; readonly ahead: Hex; readonly hashes: readonly Hex[] } | undefined;

  const replacedBlocks = (head: Hex, ahead: Hex): readonly Hex[] => {
    if (replaced?.head === head && replaced.ahead === ahead) return replaced.hashes;
    const hashes: Hex[] = [];
    for (let at: Hex | undefined = head; at !== undefined && !database.isCanonical(at); at = database.parentHash(at))
      hashes.push(at);
    replaced = { head, ahead, hashes };
    return hashes;
  };

  return (number) => {
    const head = best();
    if (number > head.number) return undefined;
    const ahead = database.best().hash;
    if (ahead === head.hash) return database.hashAt(number);
    const found = replacedBlocks(head.hash, ahead)[head.number - number] ?? database.hashAt(number);
    return found === undefined || isHidden(found) ? undefined : found;
  };
}
