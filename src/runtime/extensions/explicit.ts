import type { Infer } from "../../codec/codec.ts";
import { struct } from "../../codec/composites.ts";
import { compact } from "../../codec/containers.ts";
import { u32, u64 } from "../../codec/primitives.ts";
import { Era } from "../types/era.ts";
import { Mode } from "../types/frame.ts";

/**
 * The bytes that a signed extrinsic carries for its extensions, in their order; those without data write nothing.
 * `tip` in rao.
 */
export const ExplicitExtensions = struct("", { era: Era, nonce: compact(u32), tip: compact(u64), mode: Mode });

export type Explicit = Infer<typeof ExplicitExtensions>;
