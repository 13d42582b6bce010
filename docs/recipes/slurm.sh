#!/usr/bin/env bash
# A sweep as an array of Slurm jobs, one shard each:
#
#   CONFLICT=us-china-2023 SPEC=orders.sweep.toml OUT=rows sbatch --array=1-16 slurm.sh
#
# A job that was killed or ran out of time goes on where it was when it is submitted again; shards that are done end at once. When all are done:
#
#   detente sweep merge rows/shard-* -o rows/all
#
#SBATCH --job-name=detente-sweep
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --signal=INT@60
#SBATCH --requeue
set -euo pipefail

: "${CONFLICT:?the conflict: a file or the name of a case}" "${SPEC:?the spec}" "${OUT:?the folder for the shards}"
detente=${DETENTE:-detente}
shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"

mkdir -p "$OUT"
# `exec`, so that the warning before the time is up reaches the program, which then keeps what is done and ends in good order.
exec "$detente" sweep "$CONFLICT" --spec "$SPEC" --shard "$shard" --threads "${SLURM_CPUS_PER_TASK:-1}" -o "$OUT/shard-$SLURM_ARRAY_TASK_ID"
