#!/bin/bash
# A local network of three authorities in one container, with the arguments, ports, directories and log lines of the
# original's localnet image: True (blocks every 250 ms) or False (every 12 s), --no-purge, --build-only. With DRAND=offline
# the chain needs no internet: it makes its own randomness beacon, which gives it another genesis.
# Each node is a job of its own: the Ctrl-C of a terminal reaches this script alone, which ends them in order.
set -um

rules=--fast-runtime
if [[ ${1:-True} == False ]]; then
  echo "fast_runtime is Off"
  rules=--pow-faucet
else
  echo "fast_runtime is On"
fi
drand=(--drand "${DRAND:-public}")
purge=1
start=1
for word; do
  [[ $word == --no-purge ]] && purge=0
  [[ $word == --build-only ]] && start=0
done

names=(one two three)
spec=/scripts/specs/${CHAIN:=local}.json
echo "*** Building chainspec..."
subtensor build-spec --disable-default-bootnode --raw --chain "$CHAIN" "$rules" "${drand[@]}" >"$spec" || exit 1
echo "*** Chainspec built and output to file"

key() {
  echo "/tmp/$1/chains/bittensor/network/secret_ed25519"
}
for name in "${names[@]}"; do
  [[ -f $(key "$name") ]] || subtensor key generate-node-key --chain="$spec" --base-path "/tmp/$name" 2>&1 || exit 1
done

if ((purge)); then
  echo "*** Purging previous state..."
  for name in "${names[@]}"; do
    subtensor purge-chain -y --base-path "/tmp/$name" --chain="$spec" >/dev/null 2>&1
  done
  echo "*** Previous chainstate purged"
else
  echo "*** Purging previous state skipped..."
fi
((start)) || exit 0

# The original has no option for the keys of Three either.
for type in aura gran; do
  subtensor key insert --base-path /tmp/three --chain="$spec" --suri //Three --key-type "$type" || exit 1
done

echo "*** Starting localnet nodes..."
pids=()
stop() {
  kill -TERM "${pids[@]}" 2>/dev/null
}
trap stop TERM INT
first=$(subtensor key inspect-node-key --file "$(key one)") || exit 1
at=0
for name in "${names[@]}"; do
  own=("--$name")
  [[ $name == three ]] && own=(--name Three)
  # Others need not search the local network for the first one.
  ((at)) && own+=(--bootnodes "/ip4/127.0.0.1/tcp/30334/p2p/$first")
  # One sender of pulses is enough.
  ((at)) && [[ ${DRAND:-} == offline ]] && own+=(--offchain-worker never)
  subtensor --base-path "/tmp/$name" --chain="$spec" "${drand[@]}" "${own[@]}" --validator --port $((30334 + at)) --rpc-port $((9944 + at)) \
    --prometheus-port $((9615 + at)) --rpc-cors=all --allow-private-ipv4 --discover-local --unsafe-force-node-key-generation \
    --unsafe-rpc-external 2>&1 &
  pids+=($!)
  at=$((at + 1))
done

# The container ends when all nodes have ended, with the first code that is not 0.
code=0
for pid in "${pids[@]}"; do
  # A signal ends a wait early, with a code that is not the node's.
  while wait "$pid"; kill -0 "$pid" 2>/dev/null; do :; done
  wait "$pid"
  status=$?
  ((code)) || code=$status
done
exit "$code"
