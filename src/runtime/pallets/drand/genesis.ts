import { fromHex, utf8 } from "../../../lib/bytes.ts";
import { hexBytesForm, stringShape } from "../../frame/genesis-forms.ts";
import { maybeShape, recordShape, textShape, u32Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import { panicUnless } from "../../frame/panic.ts";
import { storage } from "./storage.ts";

const digest = textShape(hexBytesForm(32));

/**
 * The beacon of a chain that does not follow drand's quicknet. The original's pallet has no genesis; a chain that
 * starts without one has nothing of this pallet in its state, as there.
 */
export const genesis = palletGenesis({
  section: "drand",
  ours: true,
  fields: {
    beaconConfig: maybeShape(
      recordShape({
        name: "BeaconConfiguration",
        strict: true,
        fields: {
          publicKey: textShape(hexBytesForm(96)),
          period: u32Shape,
          genesisTime: u32Shape,
          hash: digest,
          groupHash: digest,
          schemeId: stringShape,
          beaconId: stringShape,
        },
      }),
    ),
  },
  defaults: { beaconConfig: null },
  build(state, { beaconConfig: beacon }) {
    if (beacon === undefined) return;
    const words = [utf8(beacon.schemeId), utf8(beacon.beaconId)];
    panicUnless(
      words.every(({ length }) => length <= 32),
      "genesis: drand.beaconConfig: schemeId and beaconId have 32 bytes at most",
    );
    storage.BeaconConfig.set(state, {
      public_key: fromHex(beacon.publicKey),
      period: beacon.period,
      genesis_time: beacon.genesisTime,
      hash: fromHex(beacon.hash),
      group_hash: fromHex(beacon.groupHash),
      scheme_id: utf8(beacon.schemeId),
      metadata: { beacon_id: utf8(beacon.beaconId) },
    });
  },
});
