/** Ends the call: src/wasm/allocator.ts says what each number means. */
@external("host", "fail")
export declare function fail(fault: u32): void;
