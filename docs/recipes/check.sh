#!/usr/bin/env bash
# Tries the recipes for real, as far as what they need is installed (GNU parallel, Slurm, HyperQueue), and compares what comes out with one run, byte for byte.
#
#   DETENTE=target/debug/detente bash docs/recipes/check.sh
#
# TRY="parallel" tries that one only, so that no job is sent to a cluster.
set -euo pipefail
cd "$(dirname "$0")/../.."

export DETENTE="$(realpath "${DETENTE:-target/debug/detente}")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tried=0 failed=0 left=0
wanted() { case " ${TRY:-parallel slurm hyperqueue} " in *" $1 "*) true ;; *) false ;; esac; }

cat > "$scratch/some orders.sweep.toml" << 'SPEC'
format = 1
rows_per_part = 1000
[drop]
judgements = true
[[orders]]
of = "china"
fixed = ["c5", "c6", "c7"]
[[orders]]
of = "us"
statements = ["u1", "u2", "u3", "u4"]
SPEC
export CONFLICT=us-china-2023 SPEC="$scratch/some orders.sweep.toml"
"$DETENTE" sweep "$CONFLICT" --spec "$SPEC" -o "$scratch/one run" > /dev/null 2>&1

# The files of a recipe's sweep against those of the one run; what is hidden is nobody's business.
compare() {
    tried=$((tried + 1))
    if diff -r -x '.*' "$scratch/one run" "$1"; then echo "ok: $2"; else failed=$((failed + 1)); echo "NOT the same: $2"; fi
}

if wanted parallel && command -v parallel > /dev/null; then
    OUT="$scratch/with parallel" bash docs/recipes/parallel.sh 5 > "$scratch/parallel.log" 2>&1 || cat "$scratch/parallel.log"
    compare "$scratch/with parallel/all" "GNU parallel, 5 shards"
else
    left=$((left + 1)); echo "left out: GNU parallel is not installed"
fi

if wanted slurm && command -v sbatch > /dev/null && sinfo > /dev/null 2>&1; then
    OUT="$scratch/with slurm" sbatch --wait --array=1-3 --output="$scratch/slurm-%a.log" docs/recipes/slurm.sh > /dev/null || cat "$scratch"/slurm-*.log
    "$DETENTE" sweep merge "$scratch/with slurm"/shard-* -o "$scratch/with slurm/all" > /dev/null
    compare "$scratch/with slurm/all" "Slurm, an array of 3"
else
    left=$((left + 1)); echo "left out: there is no Slurm that answers"
fi

if wanted hyperqueue && command -v hq > /dev/null && hq server info > /dev/null 2>&1; then
    OUT="$scratch/with hq" bash docs/recipes/hyperqueue.sh 3 > "$scratch/hq.log" 2>&1 || cat "$scratch/hq.log"
    compare "$scratch/with hq/all" "HyperQueue, 3 tasks"
else
    left=$((left + 1)); echo "left out: there is no HyperQueue server"
fi

echo "$((tried - failed)) passed, $failed failed, $left skipped"
[ "$failed" -eq 0 ]
