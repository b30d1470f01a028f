import { port } from "../../frame/ports.ts";
import type { ReadState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";

/**
 * The account of the block's author, undefined when the digest names none.
 * Answers to subtensor: pallets/subtensor/src/macros/config.rs AuthorshipProvider.
 */
export const authorship = port<(state: ReadState) => AccountId | undefined>("SubtensorModule.AuthorshipProvider");
