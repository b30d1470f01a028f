/**
 * The allocator that Substrate's programs have from their host, on the memory of the program: powers of two from 8 bytes to
 * 32 MiB, each with a header of 8 bytes before it, taken from the list of its order or from the end of what is in use. The
 * addresses, and the headers in memory, are part of what a program sees. Rust: `sc_allocator: freeing_bump.rs`
 */
import { clear, head, none, orders, setHead } from "./free-lists";
import { fail } from "./host";

const tooLarge: u32 = 0;
const badList: u32 = 1;
const exhausted: u32 = 2;
const badPointer: u32 = 3;

const headerSize: u32 = 8;
const pageSize: u64 = 65536;
const largest: u32 = 32 * 1024 * 1024;
const occupied: u64 = 0x100000000;

/** The first byte that was never allocated. */
let end: u32 = 0;
/** Bytes in use, headers among them. */
let used: u32 = 0;
let mostPages: u32 = 0;

/** Begins with nothing allocated. @param most how many pages the memory may grow to */
export function start(heapBase: u32, most: u32): void {
  end = (heapBase + 7) & ~7;
  used = 0;
  mostPages = most;
  clear();
}

/** The end of all that was ever allocated since the start. */
export function top(): u32 {
  return end;
}

function memorySize(): u64 {
  return u64(<u32>memory.size()) * pageSize;
}

/** Takes bytes from the end of what is in use, and lets the memory grow for them. */
function take(size: u32): u32 {
  const required = u64(end) + u64(size);
  if (required > memorySize()) {
    const pages = u32((required + pageSize - 1) / pageSize);
    const current = u32(memory.size());
    if (current >= mostPages || pages > mostPages) fail(exhausted);
    const next = max(min(current * 2, mostPages), pages);
    if (memory.grow(next - current) === -1) fail(exhausted);
  }
  const header = end;
  end += size;
  return header;
}

/** A pointer to that many bytes. Rust: `FreeingBumpHeapAllocator::allocate` */
export function allocate(size: u32): u32 {
  if (size > largest) fail(tooLarge);
  const order: u32 = size <= 8 ? 0 : 29 - clz(size - 1);
  const whole = ((<u32>8) << order) + headerSize;
  let header = head(order);
  if (header === none) header = take(whole);
  else {
    if (u64(header) + u64(whole) > memorySize()) fail(badList);
    const next = load<u64>(header);
    if ((next & occupied) !== 0) fail(badList);
    setHead(order, u32(next));
  }
  store<u64>(header, u64(order) | occupied);
  used += whole;
  return header + headerSize;
}

/** Gives back what is at a pointer. Rust: `FreeingBumpHeapAllocator::deallocate` */
export function free(pointer: u32): void {
  if (pointer < headerSize) fail(badPointer);
  const header = pointer - headerSize;
  if (u64(header) + u64(headerSize) > memorySize()) fail(badPointer);
  const word = load<u64>(header);
  const order = u32(word);
  if ((word & occupied) === 0 || order >= orders) fail(badPointer);
  store<u64>(header, u64(head(order)));
  setHead(order, header);
  const whole = ((<u32>8) << order) + headerSize;
  if (whole > used) fail(badPointer);
  used -= whole;
}
