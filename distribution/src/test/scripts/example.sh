#!/usr/bin/env bash
# Runs csi-sanity against the example backend in a package, in a mount namespace of its own.
#
#   example.sh PACKAGE REPORT
#
# PACKAGE holds the example in plugins/. REPORT is written by csi-sanity, as JUnit XML. What is left is told in a
# line that begins with "left behind:". CSI_SANITY names the program.
set -euo pipefail

if [ -z "${MOORAGE_EXAMPLE_INSIDE:-}" ]; then
  MOORAGE_EXAMPLE_INSIDE=1 exec unshare --mount --propagation private --fork --pid --mount-proc "$0" "$@"
fi

package=$1 report=$(readlink -f "$2")
work=$(mktemp -d -t moorage-example-XXXXXX)
finish() {
  [ -z "${server:-}" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  # What is still mounted or attached must not be deleted.
  left=$(awk -v work="$work/" 'index($5, work) == 1 { print $5 }' /proc/self/mountinfo; losetup --all | grep -F "$work" || true)
  left+=$(find "$work/files" -mindepth 1 2>/dev/null || true)
  if [ -n "$left" ]; then echo "left behind:" $left; else rm -rf "$work"; fi
}
trap finish EXIT

"$package/bin/moorage" serve --driver=loop-files --directory="$work/files" --node=here --strict-plugins \
  --endpoint="unix://$work/csi.sock" --v=4 >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 300); do
  ! grep -q listening "$work/server.log" || break
  sleep 0.1
done

status=0
"${CSI_SANITY:-csi-sanity}" --csi.endpoint="unix://$work/csi.sock" \
  --csi.mountdir="$work/target" --csi.stagingdir="$work/staging" \
  --csi.testvolumesize=1073741824 --csi.testvolumeexpandsize=2147483648 \
  --ginkgo.no-color --ginkgo.junit-report="$report" || status=$?
[ "$status" = 0 ] || tail -n 40 "$work/server.log"
exit "$status"
