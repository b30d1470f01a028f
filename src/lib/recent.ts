/** A map that keeps only its most recently used entries. */
export interface RecentMap<K, V> {
  /** The value of a key, which becomes the most recently used. */
  get(key: K): V | undefined;
  /** Sets a value; the entry that was not used for the longest time goes when there are too many. */
  set(key: K, value: V): void;
  delete(key: K): boolean;
  readonly size: number;
}

/** @param most how many entries are kept, at least 1 */
export function createRecentMap<K, V>(most: number): RecentMap<K, V> {
  const entries = new Map<K, V>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined || !entries.delete(key)) return undefined;
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > most) entries.delete(entries.keys().next().value as K);
    },
    delete: (key) => entries.delete(key),
    get size() {
      return entries.size;
    },
  };
}

/** A set that keeps only what was put into it last. Rust: `sc_network::utils LruHashSet`. */
export interface RecentSet<T> {
  /** Puts a value in, as the newest. @returns whether it was not there */
  add(value: T): boolean;
  has(value: T): boolean;
  readonly size: number;
}

/** @param most how many values are kept, at least 1 */
export function createRecentSet<T>(most: number): RecentSet<T> {
  const values = new Set<T>();
  return {
    add(value) {
      const isNew = !values.delete(value);
      values.add(value);
      if (values.size > most) values.delete(values.keys().next().value as T);
      return isNew;
    },
    has: (value) => values.has(value),
    get size() {
      return values.size;
    },
  };
}
