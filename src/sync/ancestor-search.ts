/** How far the search for the newest block shared with a peer is. Rust: `chain_sync.rs AncestorSearchState`. */
export type AncestorSearch =
  | { readonly type: "back"; readonly distance: number }
  | { readonly type: "between"; readonly left: number; readonly right: number };

/** A search that begins with the newest block both may have. */
export const newAncestorSearch: AncestorSearch = { type: "back", distance: 1 };

const half = (value: number): number => (value - (value % 2)) / 2;

/**
 * The next block to compare, after that of number `current` was the same or another one; undefined when the search has
 * ended. Back in steps that double, then by halves. Rust: `handle_ancestor_search_state`.
 */
export function nextInSearch(
  search: AncestorSearch,
  current: number,
  same: boolean,
): { readonly search: AncestorSearch; readonly number: number } | undefined {
  if (search.type === "back") {
    const { distance } = search;
    if (!same) {
      const number = current > distance ? current - distance : 0;
      return { search: { type: "back", distance: distance * 2 }, number };
    }
    if (distance === 1) return undefined;
    const right = current + half(distance);
    return { search: { type: "between", left: current, right }, number: current + half(right - current) };
  }
  if (search.left >= current) return undefined;
  const left = same ? current : search.left;
  const right = same ? search.right : current;
  const number = left + half(right - left);
  return number === current ? undefined : { search: { type: "between", left, right }, number };
}
