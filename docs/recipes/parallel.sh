#!/usr/bin/env bash
# A sweep with GNU parallel, one shard a job; as many at a time as there are processors:
#
#   CONFLICT=us-china-2023 SPEC=orders.sweep.toml OUT=rows bash parallel.sh 16
#
# On other machines as well, where the files and the program are in the same places there: PARALLEL="--sshlogin node1,node2,:" before the command.
# Begun again after it was ended, it goes on where it was.
set -euo pipefail

: "${CONFLICT:?the conflict: a file or the name of a case}" "${SPEC:?the spec}" "${OUT:?the folder for the shards}"
shards=${1:?how many shards}
detente=${DETENTE:-detente}

mkdir -p "$OUT"
seq "$shards" | parallel -q --halt soon,fail=1 --line-buffer --workdir "$PWD" \
    "$detente" sweep "$CONFLICT" --spec "$SPEC" --shard "{}/$shards" --threads 1 -o "$OUT/shard-{}"
"$detente" sweep merge "$OUT"/shard-* -o "$OUT/all"
