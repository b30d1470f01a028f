/**
 * Calls gathered from several files, listed in the given order of their indexes: metadata lists a pallet's calls in the
 * order in which the original declares them, which is neither that of their indexes nor that of their subjects.
 * @throws RangeError when the order and the list are not of the same calls.
 */
export function inOrder<const L extends Readonly<Record<string, { readonly index: number }>>>(
  order: readonly number[],
  list: L,
): L {
  const named = new Map(Object.entries(list).map((entry) => [entry[1].index, entry]));
  const ordered = order.map((index) => {
    const entry = named.get(index);
    if (entry === undefined) throw new RangeError(`no call has the index ${index}, or it stands twice in the order`);
    named.delete(index);
    return entry;
  });
  for (const [name, { index }] of named.values())
    throw new RangeError(`the call ${name} (${index}) has no place in the order`);
  if (ordered.length !== Object.keys(list).length) throw new RangeError("two calls have the same index");
  return Object.fromEntries(ordered) as L;
}
