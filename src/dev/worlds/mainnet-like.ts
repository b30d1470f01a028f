/** Validators that are on every subnet and on root, and those of them that also hold alpha of one. */
const validators = 16;
/** With the owner's neuron and the validators a subnet is full: 256. */
const miners = 256 - 1 - validators;
/** Miners of one coldkey. Each stake reads the list of all hotkeys of its coldkey, so that few large ones cost time. */
const ofOneColdkey = 16;

/** The miners of a subnet, in groups of one coldkey each; their qualities rise evenly from 0.05 to 1. */
function minersOf(subnet: number): unknown[] {
  const qualityAt = (place: number): number => 0.05 + (0.95 * place) / (miners - 1);
  return Array.from({ length: Math.ceil(miners / ofOneColdkey) }, (_, group) => {
    const first = group * ofOneColdkey;
    const last = Math.min(first + ofOneColdkey, miners) - 1;
    const quality = [qualityAt(first), qualityAt(last)];
    return { hotkey: `miner-${subnet}-${group + 1}`, count: last - first + 1, quality };
  });
}

/** Of this many subnets the first is the dearest. */
const count = 128;

/** TAO in the pool of the subnet at a place (0 to 127): 5000 falling to 50. */
const poolOf = (place: number): number => Math.round(50 + 4950 * 0.96 ** place);

/**
 * 128 subnets with 256 neurons each: an owner, 16 validators that are on all of them, and 239 miners of 15 coldkeys. Prices
 * fall from 0.056 to 0.0006 TAO, all of them together near 1.4, as on the real chain; the amounts are smaller, for the
 * development accounts have three million TAO. Each validator weighs every miner.
 */
export function mainnetLike(): unknown {
  return {
    name: "mainnet-like",
    root: Array.from({ length: validators }, (_, place) => ({
      hotkey: `validator-${place + 1}`,
      stake: Math.round(100_000 / (place + 1)),
    })),
    subnets: Array.from({ length: count }, (_, place) => ({
      name: `subnet ${place + 1}`,
      owner: `owner-${place + 1}`,
      pool: { tao: poolOf(place), alpha: 90_000 },
      validators: Array.from({ length: validators }, (__, at) => ({
        hotkey: `validator-${at + 1}`,
        ...(at < 8 ? { stake: `${200 - 20 * at} alpha` } : {}),
        strategy: at % 8 === 5 ? "copies" : at % 8 === 6 ? "late" : "honest",
      })),
      miners: minersOf(place + 1),
    })),
  };
}
