import type { Filled } from "./frame/ports.ts";

/** What pallets need from ones above them, filled in. */
export const ports: readonly Filled[] = [];
