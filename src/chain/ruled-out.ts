import type { Hex } from "../lib/bytes.ts";
import type { BlockRules } from "../primitives/block-rules.ts";
import { ImportError } from "./import-error.ts";

/**
 * Asked of every block before it is stored, executed or not. Rust: `sc_service::client::Client::check_block`.
 * @throws ImportError for one that the specification rules out; a peer's fault
 */
export function refuseRuledOut(
  rules: BlockRules,
  { number, hash }: { readonly number: number; readonly hash: Hex },
): void {
  const why = rules(number, hash);
  if (why !== undefined) throw new ImportError("bad block", number, `${hash} ${why}`);
}
