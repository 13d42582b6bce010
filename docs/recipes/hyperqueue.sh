#!/usr/bin/env bash
# A sweep on workers of HyperQueue, one shard a task:
#
#   CONFLICT=us-china-2023 SPEC=orders.sweep.toml OUT=rows bash hyperqueue.sh 16
#
# Needs a server and workers (`hq server start`, `hq worker start` or `hq alloc add slurm …`). A task whose worker is lost begins again and goes on where it was.
set -euo pipefail

: "${CONFLICT:?the conflict: a file or the name of a case}" "${SPEC:?the spec}" "${OUT:?the folder for the shards}"
shards=${1:?how many shards}
detente=${DETENTE:-detente}

mkdir -p "$OUT"
hq submit --name detente-sweep --array "1-$shards" --cpus 1 --crash-limit 100 --wait -- \
    bash -c "exec \"\$0\" sweep \"\$1\" --spec \"\$2\" --shard \"\$HQ_TASK_ID/\$4\" --threads 1 -o \"\$3/shard-\$HQ_TASK_ID\"" \
    "$detente" "$CONFLICT" "$SPEC" "$OUT" "$shards"
"$detente" sweep merge "$OUT"/shard-* -o "$OUT/all"
