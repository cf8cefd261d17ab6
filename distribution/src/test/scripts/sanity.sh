#!/usr/bin/env bash
# Runs csi-sanity against the finished package, in a mount namespace of its own.
#
#   sanity.sh PACKAGE mount|block REPORT [CLOUD_CONF SERVER_ID ZONE DEVICES]
#
# Without CLOUD_CONF on an emulator started for this run; with it on that OpenStack, whose server SERVER_ID plays
# the node and shows its devices in the directory DEVICES. REPORT is written by csi-sanity, as JUnit XML. What is
# left in the emulator or mounted is told in a line that begins with "left behind:". CSI_SANITY names the program.
set -euo pipefail

if [ -z "${MOORAGE_SANITY_INSIDE:-}" ]; then
  MOORAGE_SANITY_INSIDE=1 exec unshare --mount --propagation private --fork --pid --mount-proc "$0" "$@"
fi

package=$1 access=$2 report=$(readlink -f "$3") cloud_conf=${4:-} server=${5:-} zone=${6:-} devices=${7:-}
work=$(mktemp -d -t moorage-sanity-XXXXXX)
pids=()
finish() {
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
  umount /dev/disk/by-id
  # What is still mounted must not be deleted.
  left=$(awk -v work="$work/" 'index($5, work) == 1 { print $5 }' /proc/self/mountinfo)
  if [ -n "$left" ]; then echo "left behind: mounts at" $left; else rm -rf "$work"; fi
}
trap finish EXIT

# await WHAT LOG PATTERN
await() {
  for _ in $(seq 300); do
    if grep -q "$3" "$2" 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "$1 did not start:" >&2
  tail -n 20 "$2" >&2
  exit 1
}

field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" <<<"$2"; }

if [ -z "$cloud_conf" ]; then
  cloud_conf=$work/cloud.conf
  "$package/bin/moorage" emulator --listen 127.0.0.1:0 --data "$work/cloud" --cloud-conf "$cloud_conf" \
    --request-latency 1ms --state-time 100ms >"$work/emulator.log" 2>&1 &
  pids+=($!)
  await "the emulator" "$work/emulator.log" '^ready'
  port=$(sed -n 's|^ready: http://127.0.0.1:\([0-9]*\).*|\1|p' "$work/emulator.log")
  metadata=$(curl -sf "http://127.0.0.1:$port/openstack/latest/meta_data.json" | tr ',' '\n')
  server=$(field uuid "$metadata") zone=$(field availability_zone "$metadata")
  devices=$work/cloud/nodes/$server/disk/by-id
fi
mkdir -p "$devices" /dev/disk/by-id
mount --bind "$devices" /dev/disk/by-id

# The arguments of the Go driver's manifests, and who the node is, since no metadata service is here.
"$package/bin/cinder-csi-plugin" --endpoint="unix://$work/csi.sock" --cloud-config="$cloud_conf" --cluster=sanity \
  --pvc-annotations=false --v=4 --instance-id="$server" --instance-zone="$zone" >"$work/server.log" 2>&1 &
pids+=($!)
await "the server" "$work/server.log" listening

# Before the emulator ends, which would take all with it.
leftovers() {
  local left
  left=$(curl -sf "http://127.0.0.1:$port/_emulator/leftovers" | tr -d ' \n')
  # A list that is not empty.
  [[ $left == "{"*"}" && $left != *"["[!\]]* ]] || echo "left behind: $left"
}

status=0
"${CSI_SANITY:-csi-sanity}" --csi.endpoint="unix://$work/csi.sock" --csi.testvolumeaccesstype="$access" \
  --csi.mountdir="$work/target" --csi.stagingdir="$work/staging" \
  --csi.testvolumesize=1073741824 --csi.testvolumeexpandsize=2147483648 \
  --ginkgo.no-color --ginkgo.junit-report="$report" || status=$?
[ -z "${port:-}" ] || leftovers
if [ "$status" != 0 ]; then
  echo "--- the server's last lines"
  tail -n "${SANITY_LOG_LINES:-40}" "$work/server.log"
fi
exit "$status"
