#!/usr/bin/env bash
#SBATCH --job-name=lab1report
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=04:00:00
#SBATCH --output=lab1report-%A-%a.log

# The reports of a course by an array of jobs, each of which makes one part:
#
#     sbatch cluster/slurm-array.sh roster.csv --year 2026
#     sbatch --array=3,7 cluster/slurm-array.sh roster.csv --year 2026      # these parts again
#
# The folder of the results and the store are shared; choose nodes of one kind with --constraint.

parts=20 # as many as --array above has, also where some are begun again

set -euo pipefail

export LAB1REPORT_CACHE="${LAB1REPORT_CACHE:-$PWD/lab1report-cache}"

exec lab1report course build "$@" \
    --shard "$SLURM_ARRAY_TASK_ID/$parts" \
    --workers "${SLURM_CPUS_PER_TASK:-1}"
