#!/bin/bash
# Succeeds when the node's RPC answers that it is healthy. The port is that of the node's own arguments.
port=9944
before=
while IFS= read -r -d '' word; do
  [[ $before == --rpc-port ]] && port=$word
  [[ $word == --rpc-port=* ]] && port=${word#*=}
  before=$word
done </proc/1/cmdline
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /health HTTP/1.1\r\nhost: 127.0.0.1:%s\r\nconnection: close\r\n\r\n' "$port" >&3
read -r -t 4 _ status _ <&3
[[ $status == 200 ]]
