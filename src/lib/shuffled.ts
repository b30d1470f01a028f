/** The items in an order of chance. @param random a whole number from 0 to below `limit` */
export function shuffled<T>(items: readonly T[], random: (limit: number) => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
