// Follows the epochs of a subnet with polkadot-api: after each epoch, the incentives and the emission (alpha rao) of its neurons.
// The chain: npm start. Then: npm run example -- follow-epochs [ws://ADDRESS] [NETUID] [EPOCHS]
import { createClient } from "polkadot-api";
import { getWsProvider } from "polkadot-api/ws";

const [address = "ws://127.0.0.1:9944", netuid = 1, epochs = 2] = process.argv.slice(2);
const client = createClient(getWsProvider(address));
const subtensor = client.getUnsafeApi().query.SubtensorModule;
const of = [Number(netuid)];

let left = Number(epochs);
let last;
const watched = subtensor.LastMechansimStepBlock.watchValue(...of, { at: "best" }).subscribe(
  async ({ value: step }) => {
    if (step === last || left <= 0) return;
    last = step;
    const [incentives, emission] = await Promise.all([
      subtensor.Incentive.getValue(...of, { at: "best" }),
      subtensor.Emission.getValue(...of, { at: "best" }),
    ]);
    console.log(`subnet ${netuid}, epoch at block ${step}: incentives ${incentives}; emission ${emission}`);
    if (--left > 0) return;
    watched.unsubscribe();
    client.destroy();
  },
);
