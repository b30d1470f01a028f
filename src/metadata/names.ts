/** Names of a metadata, which are also found as clients in JavaScript write them: `addStake` for `add_stake`. */
export interface Names {
  readonly all: readonly string[];
  /** The place of a name: written exactly, or else without regard to capitals and underscores where one alone fits. */
  indexOf(name: string): number | undefined;
  /** The words `; did you mean X?`, or none where no name is near. */
  hint(name: string): string;
}

const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** Names that are looked for are no longer: the distance of two takes time that grows with both lengths. */
const longest = 80;

export function createNames(all: readonly string[]): Names {
  let exact: Map<string, number> | undefined;
  let loose: Map<string, number | undefined> | undefined;
  const makeLoose = (): Map<string, number | undefined> => {
    const made = new Map<string, number | undefined>();
    for (const [index, name] of all.entries()) made.set(plain(name), made.has(plain(name)) ? undefined : index);
    return made;
  };
  return {
    all,
    indexOf(name) {
      if (name.length > longest) return undefined;
      exact ??= new Map(all.map((one, index) => [one, index]));
      const found = exact.get(name);
      if (found !== undefined) return found;
      loose ??= makeLoose();
      return loose.get(plain(name));
    },
    hint(name) {
      if (name.length > longest) return "";
      const distances = all.map((one) => distance(plain(one), plain(name)));
      const least = distances.reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY);
      const near = least <= Math.max(1, Math.floor(name.length / 3));
      return near ? `; did you mean ${all[distances.indexOf(least)]}?` : "";
    },
  };
}

/** Characters to insert, delete or change until one text is the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] as number) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
