/**
 * Memory of one epoch: taken piece by piece from the start of the heap and given back all at once. Vectors are
 * addresses of their first item; how long they are is known by who uses them.
 */

let top: usize = 0;

/** Gives back all memory: what was allocated before is not valid any more. */
export function reset(): void {
  top = (__heap_base + 7) & ~7;
}

/** Room for that many bytes, aligned to eight and not cleared. Stops the program when the machine has no more. */
export function allocate(bytes: usize): usize {
  const at = top;
  const end = at + ((bytes + 7) & ~7);
  const pages = memory.size() as usize;
  const wanted = (end + 0xffff) >> 16;
  // The sum passes 4 GiB only for matrices that no machine's wasm memory holds.
  if (end < at || wanted > 0x1_0000) unreachable();
  if (wanted > pages && memory.grow((wanted - pages) as i32) < 0) unreachable();
  top = end;
  return at;
}

/** What `restore` takes to give back everything allocated after this. */
export function mark(): usize {
  return top;
}

export function restore(marked: usize): void {
  top = marked;
}

/** A vector of zeros, 64 bits each. */
export function zeros(length: u32): usize {
  const bytes = (length as usize) << 3;
  const at = allocate(bytes);
  memory.fill(at, 0, bytes);
  return at;
}

export function get(vector: usize, index: u32): i64 {
  return load<i64>(vector + ((index as usize) << 3));
}

export function set(vector: usize, index: u32, value: i64): void {
  store<i64>(vector + ((index as usize) << 3), value);
}
