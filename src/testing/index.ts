// What tests of others import: `subtensor-ts/testing`.
export type { AccountLike, TestAccount } from "./accounts.ts";
export { account } from "./accounts.ts";
export type { DevChain } from "./dev-chain.ts";
export type { DevChainOptions, Sealing } from "./options.ts";
export type { Attempt, BlocksAsked, Outcome, Owner, StorageValues, TestCall, TestMoment } from "./owner.ts";
export type { TestEvent } from "./reading.ts";
export type { Rpc } from "./rpc.ts";
export { startDevChain } from "./start-dev-chain.ts";
