const [alice, bob] = [
  "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
  "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
];
const funds = 1_000_000_000_000_000;

/** The preset of the benchmarks. Rust: `runtime/src/lib.rs generate_genesis_json`, to the last space. */
export const benchmarkPreset = JSON.stringify(
  {
    aura: { authorities: [alice] },
    balances: {
      balances: [
        [alice, funds],
        [bob, funds],
      ],
    },
    grandpa: { authorities: [["5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu", 1]] },
    sudo: { key: alice },
    subtensorModule: { balancesIssuance: 0, stakes: [] },
  },
  null,
  2,
).replaceAll("\n", "\n    ");
