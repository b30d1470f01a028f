import { type Account, accountOf, nameShape } from "./accounts.ts";
import { refusal } from "./shape.ts";
import type { Miner, Neuron, Nomination, RootValidator, Subnet, Validator } from "./world.ts";
import type { MinerFile, SubnetFile, ValidatorFile, WorldFile } from "./world-shape.ts";

/** The key of a name's other half: `miner` has the coldkey `miner-cold`, `//Alice` has `//Alice//cold`. */
function besideOf(text: string, half: "cold" | "hot", path: string): Account {
  if (text.startsWith("//")) return accountOf(`${text}//${half}`);
  const account = accountOf(text);
  if (account.secret === undefined)
    throw refusal(path, `missing; of the address ${text} no ${half}key can be derived, name it`);
  return accountOf(nameShape.read(`${text}-${half}`, path));
}

/** The key of one of a group. */
function numbered(hotkey: string, number: number, path: string): Account {
  const text = `${hotkey}-${number}`;
  return accountOf(hotkey.startsWith("//") ? text : nameShape.read(text, path));
}

function nominationsOf(given: ValidatorFile["nominators"], path: string): Nomination[] {
  return given.map(({ coldkey, stake }, place) => ({
    path: `${path}.nominators[${place}]`,
    coldkey: accountOf(coldkey),
    stake,
  }));
}

interface Numbered {
  /** From 0 on, within its group. */
  readonly place: number;
  readonly neuron: Neuron;
}

/** The neurons that an entry stands for: one, or as many as its count says. */
function neuronsOf(entry: ValidatorFile | MinerFile, path: string): Numbered[] {
  const { hotkey, coldkey, count, stake, lock, commitment } = entry;
  const owner = coldkey === undefined ? besideOf(hotkey, "cold", `${path}.coldkey`) : accountOf(coldkey);
  const common = { coldkey: owner, stake, lock, commitment };
  if (count === undefined) return [{ place: 0, neuron: { ...common, path, hotkey: accountOf(hotkey) } }];
  if (accountOf(hotkey).secret === undefined)
    throw refusal(`${path}.count`, `the address ${hotkey} is one hotkey; write a name`);
  return Array.from({ length: count }, (_, place) => ({
    place,
    neuron: { ...common, path: `${path}#${place + 1}`, hotkey: numbered(hotkey, place + 1, `${path}.hotkey`) },
  }));
}

function validatorsOf(entry: ValidatorFile, path: string): Validator[] {
  const { strategy, weights, take, children, nominators } = entry;
  return neuronsOf(entry, path).map(({ neuron }) => ({
    ...neuron,
    strategy,
    weights,
    take,
    children: children.map(({ hotkey, proportion }) => ({ hotkey: accountOf(hotkey), proportion })),
    nominators: nominationsOf(nominators, neuron.path),
  }));
}

/** The quality of one of a group: the same for all, or evenly from the first to the last. */
function qualityOf(quality: MinerFile["quality"], place: number, count: number): number {
  if (typeof quality === "number") return quality;
  const [first = 0, last = 0] = quality;
  return count < 2 ? first : first + ((last - first) * place) / (count - 1);
}

function minersOf(entry: MinerFile, path: string): Miner[] {
  return neuronsOf(entry, path).map(({ neuron, place }) => ({
    ...neuron,
    quality: qualityOf(entry.quality, place, entry.count ?? 1),
  }));
}

/** A subnet of a file, with every group taken apart and every account named. @throws UserError */
export function readSubnet(file: SubnetFile, place: number): Subnet {
  const path = `subnets[${place}]`;
  const { owner_hotkey } = file;
  return {
    path,
    netuid: place + 1,
    name: file.name,
    owner: accountOf(file.owner),
    ownerHotkey:
      owner_hotkey === undefined ? besideOf(file.owner, "hot", `${path}.owner_hotkey`) : accountOf(owner_hotkey),
    pool: file.pool,
    started: file.started,
    emission: file.emission,
    commitReveal: file.commit_reveal,
    hyperparameters: file.hyperparameters,
    validators: file.validators.flatMap((entry, at) => validatorsOf(entry, `${path}.validators[${at}]`)),
    miners: file.miners.flatMap((entry, at) => minersOf(entry, `${path}.miners[${at}]`)),
  };
}

/** A validator on root. @throws UserError */
export function readRootValidator(file: WorldFile["root"][number], path: string): RootValidator {
  const { hotkey, coldkey, stake, take, nominators } = file;
  return {
    path,
    hotkey: accountOf(hotkey),
    coldkey: coldkey === undefined ? besideOf(hotkey, "cold", `${path}.coldkey`) : accountOf(coldkey),
    stake,
    take,
    nominators: nominationsOf(nominators, path),
  };
}
