#!/usr/bin/env bash
# Builds the package's archive in two fresh clones of what is committed here, and compares the digests.
#
#   reproducible.sh [OPTION OF MAVEN]...
set -euo pipefail
top=$(git -C "$(dirname "$(readlink -f "$0")")" rev-parse --show-toplevel)
work=$(mktemp -d -t moorage-reproducible-XXXXXX)
trap 'rm -rf "$work"' EXIT

for clone in one another; do
  git clone -q "$top" "$work/$clone"
  # Neither the place nor who may read what is made is the archive's matter.
  (cd "$work/$clone" && { [ "$clone" = one ] || umask 077; } &&
    ./mvnw -q -ntp -DskipTests -pl distribution -am package "$@" >&2)
  digest=$(cd "$work/$clone/distribution/target" && sha256sum moorage-*.tar.gz)
  echo "$digest"
  [ "${first:=$digest}" = "$digest" ] || { echo "they differ"; exit 1; }
done
echo "the same"
