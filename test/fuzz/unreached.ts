import { errors as contractErrors } from "../../src/runtime/pallets/contracts/errors.ts";

const deprecated = "always answers that it is deprecated";
const notConfigured = "this chain configures neither deposits nor delays for anybody but Root: NotConfigured";
const voidProof = "its proof is of a type without values, so no bytes decode to the call";
const evm = "the execution of EVM code is not built";

/** Calls that can never succeed, and why. */
export const callsWithoutSuccess: Readonly<Record<string, string>> = {
  "Grandpa.report_equivocation": voidProof,
  "Grandpa.report_equivocation_unsigned": voidProof,
  "SubtensorModule.schedule_swap_coldkey": deprecated,
  "AdminUtils.sudo_set_network_pow_registration_allowed": "always answers POWRegistrationDisabled",
  "AdminUtils.sudo_set_total_issuance": deprecated,
  "SafeMode.enter": notConfigured,
  "SafeMode.extend": notConfigured,
  "SafeMode.release_deposit": notConfigured,
  "EVM.call": evm,
  "EVM.create": evm,
  "EVM.create2": evm,
  "Swap.toggle_user_liquidity": deprecated,
  "Swap.add_liquidity": deprecated,
  "Swap.remove_liquidity": deprecated,
  "Swap.modify_position": deprecated,
  "Swap.disable_lp": deprecated,
};

const unused = "declared, used nowhere in the original";
const noLocks = "no pallet of this runtime locks, freezes or names reserves";
const oldCurrency = "only ways of the old Currency trait that no pallet of this runtime takes";
const reportOnly = "only reports of equivocation, which cannot be made";
const behindCheck = "an earlier check of the same call lets nothing through that would meet it";
const invariant = "stands for a broken invariant of the pallet itself";
const noMigrations = "only while migrations of several blocks run, of which the runtime has none";

const each = (pallet: string, why: string, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${pallet}.${name}`, why]));

/** Errors that no extrinsic meets on this chain, and why. */
export const errorsNeverSeen: Readonly<Record<string, string>> = {
  ...each("System", unused, ["NonDefaultComposite", "NonZeroRefCount"]),
  "System.MultiBlockMigrationsOngoing": noMigrations,
  ...each("Grandpa", "only pauses, which no call asks for", ["PauseFailed", "ResumeFailed"]),
  ...each("Grandpa", reportOnly, ["InvalidKeyOwnershipProof", "InvalidEquivocationProof", "DuplicateOffenceReport"]),
  ...each("Balances", unused, ["VestingBalance", "ExistingVestingSchedule"]),
  ...each("Balances", noLocks, ["TooManyReserves", "TooManyFreezes"]),
  "Balances.TooManyHolds": "an account may have as many holds as there are reasons",
  ...each("Balances", oldCurrency, ["ExistentialDeposit", "Expendability", "DeadAccount"]),
  ...each("SubtensorModule", unused, [
    "AddStakeBurnRateLimitExceeded",
    "AllNetworksInImmunity",
    "CallDisabled",
    "DisabledTemporarily",
    "HotKeyAlreadyDelegate",
    "NotEnoughAlphaOutToRecycle",
    "NotEnoughStake",
    "NotRootSubnet",
    "StakingRateLimitExceeded",
    "TransactorAccountShouldBeHotKey",
    "UnlockAmountTooHigh",
    "ZeroBalanceAfterWithdrawn",
  ]),
  "SubtensorModule.BalanceWithdrawalError": behindCheck,
  "SubtensorModule.MaxWeightExceeded": "the greatest weight allowed is 65535 on every subnet, the greatest of its type",
  "SubtensorModule.LeaseNetuidNotFound": invariant,
  "SubtensorModule.UidMapCouldNotBeCleared": invariant,
  "SubtensorModule.UnableToRecoverPublicKey": "a key that was recovered from a signature can always be read",
  "SubtensorModule.FaucetDisabled": "in builds without the faucet, where the call is not there either",
  "Utility.InvalidDerivedAccount": "a hash of 32 bytes always is an account",
  ...each("Multisig", unused, ["NoApprovalsNeeded", "AlreadyStored"]),
  "Preimage.TooBig": "a preimage above 4 MiB is longer than what fits into a block",
  "Preimage.Requested": unused,
  ...each("Scheduler", "only rescheduling, which no call asks for", ["RescheduleNoChange", "Named"]),
  "Proxy.Unproxyable": unused,
  "Proxy.AnnouncementDepositInvariantViolated": invariant,
  "Proxy.InvalidDerivedAccountId": "a hash of 32 bytes always is an account",
  "Commitments.TooManyFieldsInCommitmentInfo": "a list with more fields than allowed does not decode",
  "Commitments.UnexpectedUnreserveLeftover": "deposits are zero on this chain, so none is ever freed",
  "SafeMode.AlreadyDeposited": notConfigured,
  "SafeMode.CannotReleaseYet": notConfigured,
  ...each("Contracts", "ink! contracts are not built", Object.keys(contractErrors)),
  ...each("Ethereum", "the execution of Ethereum transactions is not built", ["InvalidSignature", "PreLogExists"]),
  ...each("EVM", evm, [
    "FeeOverflow",
    "PaymentOverflow",
    "WithdrawFailed",
    "InvalidChainId",
    "InvalidSignature",
    "Reentrancy",
    "TransactionMustComeFromEOA",
    "Undefined",
    "CreateOriginNotAllowed",
  ]),
  ...each("Drand", unused, ["NoneValue", "StorageOverflow", "DrandConnectionFailure", "UnverifiedPulse"]),
  "Crowdloan.ContributionPeriodNotEnded": unused,
  ...each("Swap", unused, [
    "InsufficientInputAmount",
    "InsufficientBalance",
    "InvalidTickRange",
    "InvalidLiquidityValue",
    "SubtokenDisabled",
  ]),
  // do_swap compares what convert_deltas pays, the reserve times one less a power that is not negative, cut, with the reserve.
  "Swap.InsufficientLiquidity": "a pool pays a part of its reserve that is at most one, and no swap adds to it before",
  // tao_to_alpha is asked for the buys of a batch only where they are worth less than its sales at the same price, and the
  // worth of sales is cut at 2^64 of alpha: what the buys are worth in alpha is less than that, and fits.
  "LimitOrders.ArithmeticOverflow": "of a batch only buys worth less than its sales are converted, and those fit",
  "Swap.ReservesOutOfBalance": "only a migration starts a pool at a price, and one half is always a weight",
};

/** Runtime API methods that panic in the original, and when: a node that calls them so gets an error. */
export const apisThatPanic: Readonly<Record<string, string>> = {
  Core_execute_block: "the block is not what its header says, or has no timestamp",
  BlockBuilder_finalize_block: "no block is being made, so there was no timestamp",
  BlockBuilder_inherent_extrinsics: "what the author's node provides holds no time",
  OffchainWorkerApi_offchain_worker: "asks for the time, which the host gives offchain workers only",
  SessionKeys_generate_session_keys: "the host keeps no keys for who asks on a state",
};

/** Invariants that the original's own rules break, and how: each by a sequence of calls in test/invariants/sequences.ts. */
export const brokenByTheOriginal: Readonly<Record<string, string>> = {
  "Preimage: Deposits for preimages are held.":
    "after Root's force_unreserve releasing a deposit's hold fails, which unnoting passes over",
  "Scheduler: A name leads to its task.":
    "cancelling a task that was put off, and so has lost its name, takes the name from the one that has it now",
  "SubtensorModule: Locks add up.": "another owner hotkey leaves the sums of locks of owner and hotkey where they were",
  "SubtensorModule: No more is locked than there is.":
    "who has no TAO pays the fee of taking stake back in alpha, locked or not",
  "SubtensorModule: Nothing is left of subnets that are gone.":
    "a hotkey may be swapped on a subnet that does not exist, and Root may give such a one a symbol",
  "SubtensorModule: The TAO of a subnet is on its account.":
    "an account below the existential deposit is removed, and what was on it with it",
};
