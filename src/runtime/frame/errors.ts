/** One error of a pallet. Its index is its position in the pallet's list unless one is given. */
export interface ErrorDeclaration {
  readonly pallet: string;
  readonly name: string;
  readonly index: number;
  readonly docs: string;
}

export type Errors<K extends string = string> = Readonly<Record<K, ErrorDeclaration>>;

/**
 * A pallet's errors in the order of their indices: name to what it means, in our words (never empty: clients show it).
 * Rust: `#[pallet::error]`.
 */
export function defineErrors<const K extends string>(pallet: string, list: Readonly<Record<K, string>>): Errors<K> {
  return Object.fromEntries(
    Object.entries<string>(list).map(([name, docs], index) => [name, { pallet, name, index, docs }]),
  ) as Record<K, ErrorDeclaration>;
}
