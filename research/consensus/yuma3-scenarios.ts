/**
 * The seven sequences of epochs with which the original's tests pin Yuma 3 down, and the bonds and dividends that they
 * expect. Rust: pallets/subtensor/src/tests/epoch.rs test_yuma_3_*. Those tests mean to compare the
 * bonds too, but leave out the first three columns of tables that have no more than three, so that nothing is left to
 * compare; here they are.
 */
export interface Yuma3Scenario {
  /** What the original's test is called, without `test_yuma_3_`. */
  readonly name: string;
  readonly tells: string;
  /** Alpha (rao) by uid of the validators; the miners follow. */
  readonly stakes: readonly number[];
  readonly miners: number;
  readonly liquidAlpha: boolean;
  readonly bondsReset: boolean;
  /** Epochs from which other weights hold: for each validator the miners, counted from 1, that share its weight. */
  readonly weights: Readonly<Record<number, readonly (readonly number[])[]>>;
  /** The epoch before which the first miner has the bonds to it reset. */
  readonly resetBefore?: number;
  readonly expected: readonly ExpectedEpoch[];
}

/** After an epoch: by validator its bonds to each miner, and its dividends, as parts of 1. */
export interface ExpectedEpoch {
  readonly epoch: number;
  readonly bonds: readonly (readonly number[])[];
  readonly dividends: readonly number[];
}

/** One row for each epoch: bonds of A, B and C in turn, then their dividends. */
function table(miners: number, rows: Readonly<Record<number, readonly number[]>>): ExpectedEpoch[] {
  return Object.entries(rows).map(([epoch, row]) => ({
    epoch: Number(epoch),
    bonds: [0, 1, 2].map((validator) => row.slice(validator * miners, (validator + 1) * miners)),
    dividends: row.slice(3 * miners),
  }));
}

const bigAndSmall = { stakes: [8, 1, 1], miners: 2, liquidAlpha: true, bondsReset: false };
const equal = { stakes: [33, 33, 34], miners: 2, liquidAlpha: true, bondsReset: false };

export const yuma3Scenarios: readonly Yuma3Scenario[] = [
  {
    name: "kappa_moves_first",
    tells: "the big validator (A) finds the better miner first",
    ...bigAndSmall,
    weights: { 0: [[1], [1], [1]], 1: [[2], [1], [1]], 2: [[2], [2], [1]], 3: [[2], [2], [2]] },
    expected: table(2, [
      [0.1013, 0, 0.1013, 0, 0.1013, 0, 0.8, 0.1, 0.1],
      [0.0908, 0.1013, 0.3697, 0, 0.3697, 0, 1, 0, 0],
      [0.0815, 0.1924, 0.317, 0.1013, 0.558, 0, 0.9382, 0.0618, 0],
      [0.0731, 0.2742, 0.2765, 0.1924, 0.4306, 0.1013, 0.8819, 0.0773, 0.0407],
      [0.0656, 0.3478, 0.2435, 0.2742, 0.3589, 0.1924, 0.8564, 0.0844, 0.0592],
      [0.0588, 0.4139, 0.2157, 0.3478, 0.3089, 0.2742, 0.8418, 0.0884, 0.0697],
    ]),
  },
  {
    name: "kappa_moves_second",
    tells: "a small validator (B) finds the better miner first, the big one (A) follows",
    ...bigAndSmall,
    weights: { 0: [[1], [1], [1]], 1: [[1], [2], [1]], 2: [[2], [2], [1]], 3: [[2], [2], [2]] },
    expected: table(2, [
      [0.1013, 0, 0.1013, 0, 0.1013, 0, 0.8, 0.1, 0.1],
      [0.1924, 0, 0.0908, 0.2987, 0.1924, 0, 0.8446, 0.0498, 0.1056],
      [0.1715, 0.1013, 0.0815, 0.3697, 0.4336, 0, 0.6868, 0.3132, 0],
      [0.1531, 0.1924, 0.0731, 0.4336, 0.3608, 0.1013, 0.7421, 0.209, 0.0489],
      [0.1369, 0.2742, 0.0656, 0.491, 0.3103, 0.1924, 0.7625, 0.1706, 0.0669],
      [0.1225, 0.3478, 0.0588, 0.5426, 0.2712, 0.2742, 0.773, 0.1508, 0.0762],
    ]),
  },
  {
    name: "kappa_moves_last",
    tells: "the small validators (B, then C) find the better miner first, the big one (A) is last",
    ...bigAndSmall,
    weights: { 0: [[1], [1], [1]], 1: [[1], [2], [1]], 2: [[1], [2], [2]], 3: [[2], [2], [2]] },
    expected: table(2, [
      [0.1013, 0, 0.1013, 0, 0.1013, 0, 0.8, 0.1, 0.1],
      [0.1924, 0, 0.0908, 0.2987, 0.1924, 0, 0.8446, 0.0498, 0.1056],
      [0.2742, 0, 0.0815, 0.5081, 0.1715, 0.2987, 0.8966, 0.0333, 0.0701],
      [0.2416, 0.1013, 0.0731, 0.558, 0.1531, 0.3697, 0.4663, 0.321, 0.2127],
      [0.2141, 0.1924, 0.0656, 0.6028, 0.1369, 0.4336, 0.5976, 0.234, 0.1683],
      [0.1903, 0.2742, 0.0588, 0.643, 0.1225, 0.491, 0.6592, 0.1932, 0.1475],
    ]),
  },
  {
    name: "one_epoch_switch",
    tells: "one of three equal validators (C) errs for one epoch",
    ...equal,
    weights: { 0: [[1], [1], [1]], 2: [[1], [1], [2]], 3: [[1], [1], [1]] },
    expected: table(2, [
      [0.1013, 0, 0.1013, 0, 0.1013, 0, 0.33, 0.33, 0.34],
      [0.1924, 0, 0.1924, 0, 0.1924, 0, 0.33, 0.33, 0.34],
      [0.2742, 0, 0.2742, 0, 0.1715, 0.2987, 0.3782, 0.3782, 0.2436],
      [0.3478, 0, 0.3478, 0, 0.2554, 0.2618, 0.3628, 0.3628, 0.2745],
      [0.4139, 0, 0.4139, 0, 0.3309, 0.2312, 0.3541, 0.3541, 0.2917],
      [0.4733, 0, 0.4733, 0, 0.3987, 0.2051, 0.3487, 0.3487, 0.3026],
    ]),
  },
  {
    name: "liquid_alpha_disabled",
    tells: "the same without liquid alpha",
    ...equal,
    liquidAlpha: false,
    weights: { 0: [[1], [1], [1]], 2: [[1], [1], [2]], 3: [[1], [1], [1]] },
    expected: table(2, [
      [0.025, 0, 0.025, 0, 0.025, 0, 0.33, 0.33, 0.34],
      [0.0494, 0, 0.0494, 0, 0.0494, 0, 0.33, 0.33, 0.34],
      [0.0731, 0, 0.0731, 0, 0.0481, 0.025, 0.3734, 0.3734, 0.2532],
      [0.0963, 0, 0.0963, 0, 0.0719, 0.0244, 0.3611, 0.3611, 0.2779],
      [0.1189, 0, 0.1189, 0, 0.0951, 0.0238, 0.3541, 0.3541, 0.2919],
      [0.1409, 0, 0.1409, 0, 0.1178, 0.0232, 0.3495, 0.3495, 0.3009],
    ]),
  },
  {
    name: "stable_miner",
    tells: "validators move half their weight from one miner to another, the rest stays with a third",
    ...bigAndSmall,
    miners: 3,
    weights: {
      0: [
        [1, 3],
        [1, 3],
        [1, 3],
      ],
      1: [
        [1, 3],
        [2, 3],
        [1, 3],
      ],
      2: [
        [2, 3],
        [2, 3],
        [1, 3],
      ],
      3: [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
    },
    expected: table(3, [
      [0.0507, 0, 0.0507, 0.0507, 0, 0.0507, 0.0507, 0, 0.0507, 0.8, 0.1, 0.1],
      [0.0962, 0, 0.0962, 0.0455, 0.1, 0.0962, 0.0962, 0, 0.0962, 0.8226, 0.0745, 0.1028],
      [0.0863, 0.0507, 0.1371, 0.0408, 0.1405, 0.1371, 0.177, 0, 0.1371, 0.775, 0.1685, 0.0565],
      [0.0774, 0.0962, 0.1739, 0.0367, 0.177, 0.1739, 0.1579, 0.0507, 0.1739, 0.7864, 0.1372, 0.0764],
      [0.0694, 0.1371, 0.2069, 0.0329, 0.2097, 0.2069, 0.1411, 0.0962, 0.2069, 0.7912, 0.1241, 0.0847],
      [0.0623, 0.1739, 0.2366, 0.0296, 0.2391, 0.2366, 0.1263, 0.1371, 0.2366, 0.7937, 0.1173, 0.089],
    ]),
  },
  {
    name: "bonds_reset",
    tells: "the big validator (A) is late twice, and between, the first miner has the bonds to it reset",
    ...bigAndSmall,
    bondsReset: true,
    resetBefore: 20,
    weights: { 0: [[1], [1], [1]], 1: [[1], [2], [2]], 2: [[2], [2], [2]], 21: [[2], [1], [1]], 22: [[1], [1], [1]] },
    expected: table(2, {
      0: [0.1013, 0, 0.1013, 0, 0.1013, 0, 0.8, 0.1, 0.1],
      1: [0.1924, 0, 0.0908, 0.2987, 0.0908, 0.2987, 0.8944, 0.0528, 0.0528],
      2: [0.1715, 0.1013, 0.0815, 0.3697, 0.0815, 0.3697, 0.523, 0.2385, 0.2385],
      19: [0.0269, 0.8539, 0.0131, 0.8975, 0.0131, 0.8975, 0.7919, 0.104, 0.104],
      20: [0, 0.8687, 0, 0.9079, 0, 0.9079, 0.7928, 0.1036, 0.1036],
      21: [0, 0.882, 0.2987, 0.6386, 0.2987, 0.6386, 0.8467, 0.0766, 0.0766],
      40: [0.8687, 0.0578, 0.9079, 0.0523, 0.9079, 0.0523, 0.7928, 0.1036, 0.1036],
    }),
  },
];
