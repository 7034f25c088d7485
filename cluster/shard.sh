#!/usr/bin/env bash
# One part of the reports of a course, for managers that count from 0:
#
#     shard.sh NUMBER COUNT WORKERS roster.csv --year 2026

set -euo pipefail

number=$1 count=$2 workers=$3
shift 3
export LAB1REPORT_CACHE="${LAB1REPORT_CACHE:-$PWD/lab1report-cache}"

exec lab1report course build "$@" --shard "$((number + 1))/$count" --workers "$workers"
