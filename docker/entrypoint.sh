#!/bin/sh
# Runs the node with the arguments of the original's image. Started as root, it hands the base path to the user subtensor
# and becomes that user.
set -eu

# Compose files of the original have an option and its value in one argument ("--database paritydb"): they are two.
left=$#
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  left=$((left - 1))
  case $word in
    --*' '*)
      case ${word%% *} in
        *=*) set -- "$@" "$word" ;;
        *) set -- "$@" "${word%% *}" "${word#* }" ;;
      esac
      ;;
    *) set -- "$@" "$word" ;;
  esac
done

[ "$(id -u)" = 0 ] || exec subtensor "$@"

base=/data
before=
for word; do
  case $before in --base-path | -d) base=$word ;; esac
  case $word in --base-path=*) base=${word#*=} ;; esac
  before=$word
done
mkdir -p "$base"
if [ "$(stat -c %u "$base")" != 10001 ]; then
  echo "entrypoint: $base now belongs to the user subtensor (10001)" >&2
  chown -R 10001:10001 "$base"
fi
HOME=/home/subtensor
export HOME
exec setpriv --reuid=10001 --regid=10001 --clear-groups subtensor "$@"
