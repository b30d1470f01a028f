import { UserError } from "../lib/user-error.ts";
import type { PalletSurface } from "./surface.ts";
import { isRecord } from "./value-codec.ts";
import { namedPart } from "./variants.ts";

/** An event of a block. */
export interface DecodedEvent {
  readonly phase:
    | { readonly type: "ApplyExtrinsic"; readonly index: number }
    | { readonly type: "Finalization" | "Initialization" };
  readonly pallet: string;
  readonly name: string;
  /** By their names, or as a list where they have none. */
  readonly fields: Readonly<Record<string, unknown>> | readonly unknown[];
}

/** The events in the value of `System.Events`. @throws UserError when it is of another form than FRAME's */
export function eventsOf(records: unknown, pallets: readonly PalletSurface[]): DecodedEvent[] {
  if (!Array.isArray(records)) throw new UserError("System.Events is no list in this runtime");
  return records.map((record: unknown) => {
    const { phase, event } = isRecord(record) ? record : {};
    const [pallet, inner] = namedPart(event) ?? [];
    const [name, value] = namedPart(inner) ?? [];
    if (pallet === undefined || name === undefined) throw new UserError("an event of this runtime has no name");
    const declared = pallets.find((one) => one.name === pallet)?.events.find((one) => one.name === name)?.fields;
    return {
      phase: phaseOf(phase),
      pallet,
      name,
      fields: fieldsOf(
        value,
        declared?.map((field) => field.name),
      ),
    };
  });
}

function phaseOf(phase: unknown): DecodedEvent["phase"] {
  if (phase === "Finalization" || phase === "Initialization") return { type: phase };
  const [type, index] = namedPart(phase) ?? [];
  if (type === "ApplyExtrinsic" && typeof index === "number") return { type, index };
  throw new UserError("an event of this runtime has no known phase");
}

/** A single field without a name is shown as itself by the codec of enums, and as a list here. */
function fieldsOf(value: unknown, names: readonly string[] = []): DecodedEvent["fields"] {
  if (names.length === 0) return [];
  if (names.length === 1 && names[0] === "0") return [value];
  return value as DecodedEvent["fields"];
}

/** A dispatch error, as an event holds it, in the words `Pallet.Error` or `BadOrigin`. */
export function errorText(error: unknown, pallets: readonly PalletSurface[]): string {
  const [kind, inner] = namedPart(error) ?? [];
  if (kind === undefined) return "an error without a name";
  if (kind !== "Module") return inner === undefined || inner === null ? kind : `${kind}.${detailOf(inner)}`;
  const { index, error: code } = isRecord(inner) ? inner : {};
  const variant = typeof code === "string" ? Number.parseInt(code.slice(2, 4), 16) : code;
  const pallet = pallets.find((one) => one.index === index);
  const name = pallet?.errors.find((one) => one.index === variant)?.name;
  return `${pallet?.name ?? `pallet ${index}`}.${name ?? `error ${variant}`}`;
}

function detailOf(inner: unknown): string {
  return namedPart(inner)?.[0] ?? JSON.stringify(inner);
}
