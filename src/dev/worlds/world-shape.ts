import { accountShape, nameShape } from "./accounts.ts";
import { alphaShape, stakeShape, taoShape, whole } from "./amounts.ts";
import { chainMembers, subnetMembers } from "./settings.ts";
import {
  booleanShape,
  choiceShape,
  described,
  eitherShape,
  listShape,
  mapShape,
  numberShape,
  objectShape,
  orElse,
  type Shape,
  type ShapeValue,
  textShape,
  wholeShape,
} from "./shape.ts";

/** What a world file may say. */

/** The most neurons that a subnet has. */
export const mostNeurons = 256;

/** An object that may be left out when all its members may. */
const orEmpty = <T>(shape: Shape<T>): Shape<T> => orElse(shape, shape.read({}, ""));

const freeText = textShape("a text on one line of up to 256 characters", /^[^\n\r]{1,256}$/);

const nominators = described(
  "Stakes of other coldkeys on this hotkey.",
  orElse(listShape(objectShape({ coldkey: accountShape, stake: stakeShape }), { most: 4096 }), []),
);

const take = described(
  "What the hotkey keeps of its nominators' dividends; the chain gives 0.18.",
  orElse(numberShape(0, 0.18), undefined),
);

const hotkey = described(
  "A name (its secret is //World//NAME), a secret such as //Alice, or an SS58 address.",
  accountShape,
);
const coldkey = described(
  "Who owns the hotkey; the hotkey's name with -cold when left out.",
  orElse(accountShape, undefined),
);

const neuronMembers = {
  hotkey,
  coldkey,
  count: described(
    "So many neurons like this one: the hotkey's name gets -1, -2, ...; one coldkey owns them all.",
    orElse(wholeShape(1, mostNeurons), undefined),
  ),
  stake: described(
    "Of its own coldkey: TAO that buys alpha at the pool's price, or the alpha that is wanted.",
    orElse(stakeShape, undefined),
  ),
  lock: described(
    "Alpha that the coldkey locks on this hotkey.",
    orElse(objectShape({ alpha: alphaShape, perpetual: orElse(booleanShape, false) }), undefined),
  ),
  commitment: described("Text that the hotkey commits to on the subnet.", orElse(freeText, undefined)),
};

const child = objectShape({
  hotkey: accountShape,
  proportion: described("Part of the stake that counts for the child.", numberShape(0, 1)),
});

const validator = objectShape({
  ...neuronMembers,
  strategy: described(
    "How it gives weights: by the miners' qualities, as the last consensus, only every third tempo, or never.",
    orElse(choiceShape("honest", "copies", "late", "silent"), "honest"),
  ),
  weights: described(
    "First weights by hotkey; what the strategy gives when left out.",
    orElse(mapShape(accountShape, numberShape(0, 1e9)), undefined),
  ),
  take,
  children: described("Hotkeys that its stake counts for.", orElse(listShape(child, { most: 5 }), [])),
  nominators,
});

const quality = numberShape(0, 1);
const miner = objectShape({
  ...neuronMembers,
  quality: described(
    "How good it is, 0 to 1; for a count of miners also [first, last], spread evenly.",
    orElse(
      eitherShape(quality, listShape(quality, { least: 2, most: 2 }), (value) => !Array.isArray(value)),
      1,
    ),
  ),
});

const subnet = objectShape({
  name: orElse(freeText, undefined),
  owner: described("The coldkey that registers the subnet.", accountShape),
  owner_hotkey: described(
    "Its first neuron, uid 0; the owner's name with -hot when left out.",
    orElse(accountShape, undefined),
  ),
  pool: described(
    "What the pool opens with; registrations and stakes move it afterwards.",
    orEmpty(
      objectShape({
        tao: described("TAO that the owner locks; 1000 when left out.", orElse(taoShape, whole(1000))),
        alpha: described(
          "Alpha; as much as the median price of the other subnets gives when left out.",
          orElse(alphaShape, undefined),
        ),
      }),
    ),
  ),
  started: described("Whether start_call was made: alpha is issued and traded.", orElse(booleanShape, true)),
  emission: described("Whether root lets it have TAO of the block emission.", orElse(booleanShape, true)),
  commit_reveal: described(
    "How weights are given: openly, by a hash that is revealed an epoch later, or encrypted to a round of the beacon.",
    orElse(choiceShape("off", "hashed", "timelocked"), "hashed"),
  ),
  hyperparameters: orEmpty(objectShape(subnetMembers)),
  validators: orElse(listShape(validator, { most: mostNeurons }), []),
  miners: orElse(listShape(miner, { most: mostNeurons }), []),
});

const rootValidator = objectShape({ hotkey, coldkey, stake: taoShape, take, nominators });

export const worldShape = objectShape({
  name: described("What the world is called.", orElse(nameShape, "world")),
  seed: described("What chance begins with when the world is played.", orElse(wholeShape(0, 0xffff_ffff), 1)),
  chain: described("Settings of the whole chain once the world is built.", orEmpty(objectShape(chainMembers))),
  balances: described("Free TAO that accounts have at least.", orElse(mapShape(accountShape, taoShape), new Map())),
  coldkey_balance: described("Free TAO of every other coldkey.", orElse(taoShape, whole(10))),
  root: described("Validators on root, which stake TAO.", orElse(listShape(rootValidator, { most: 64 }), [])),
  subnets: described(
    "Subnets; they get the numbers 1, 2, ... in this order.",
    orElse(listShape(subnet, { most: 1024 }), []),
  ),
});

export type WorldFile = ShapeValue<typeof worldShape>;
export type SubnetFile = WorldFile["subnets"][number];
export type ValidatorFile = SubnetFile["validators"][number];
export type MinerFile = SubnetFile["miners"][number];

/** The published schema: `schemas/world.schema.json`. */
export function worldSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A world of subnets, validators and miners for a development chain",
    ...worldShape.schema,
  };
}
