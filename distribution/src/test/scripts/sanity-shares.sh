#!/usr/bin/env bash
# Runs csi-sanity against manila-csi-plugin of the finished package, in a mount namespace of its own.
#
#   sanity-shares.sh PACKAGE NFS|CEPHFS REPORT [OPTION...]
#
# The options go to the plugin; CLOUD_CONF in them is the file of the emulator's credentials.
#
# Without the variable SECRETS_OF on an emulator started for this run. With it on a real Manila: it names a file of
# `os-*: value` lines, and the controller's part alone is run, since nothing here can mount what that cloud exports.
# REPORT is written by csi-sanity, as JUnit XML. On the emulator no server exports the shares, either: a partner plugin stands in, to which
# the node's calls are handed on as with --fwdendpoint, and which binds the shares' directories. What is left in the
# emulator or mounted is told in a line that begins with "left behind:". CSI_SANITY names the program.
set -euo pipefail

if [ -z "${MOORAGE_SANITY_INSIDE:-}" ]; then
  MOORAGE_SANITY_INSIDE=1 exec unshare --mount --propagation private --fork --pid --mount-proc "$0" "$@"
fi

package=$1 protocol=$2 report=$(readlink -f "$3") real=${SECRETS_OF:-}
shift 3
work=$(mktemp -d -t moorage-sanity-XXXXXX)
pids=()
finish() {
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
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
key() { sed -n "s/^$1 *= *\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" "$work/cloud.conf"; }

skip=() node=()
if [ -z "$real" ]; then
  "$package/bin/moorage" emulator --listen 127.0.0.1:0 --data "$work/cloud" --cloud-conf "$work/cloud.conf" \
    --request-latency 1ms --state-time 100ms >"$work/emulator.log" 2>&1 &
  pids+=($!)
  await "the emulator" "$work/emulator.log" '^ready'
  port=$(sed -n 's|^ready: http://127.0.0.1:\([0-9]*\).*|\1|p' "$work/emulator.log")
  metadata=$(curl -sf "http://127.0.0.1:$port/openstack/latest/meta_data.json" | tr ',' '\n')
  node=(--instance-id="$(field uuid "$metadata")" --instance-zone="$(field availability_zone "$metadata")")
  real=$work/os
  for pair in authURL=auth-url region=region applicationCredentialID=application-credential-id \
    applicationCredentialSecret=application-credential-secret; do
    echo "os-${pair%%=*}: $(key "${pair#*=}")"
  done >"$real"
  "$(readlink -f "/proc/${pids[0]}/exe")" --module-path "$package/lib" --add-modules ALL-MODULE-PATH \
    --module org.moorage.demo/org.moorage.demo.StandIn "$work/partner.sock" "$work/ceph" >"$work/partner.log" 2>&1 &
  pids+=($!)
  await "the partner" "$work/partner.log" listening
  node+=(--fwdendpoint="unix://$work/partner.sock")
  echo "no file server exports the emulator's shares: a partner stands in at --fwdendpoint and binds their directories"
else
  node=(--instance-id=nobody)
  skip=(--ginkgo.skip='Node Service')
  echo "the Node Service is left out: nothing here mounts what the cloud of $real exports"
fi

# csi-sanity wants the secrets of each call by name.
for name in CreateVolumeSecret DeleteVolumeSecret ControllerPublishVolumeSecret ControllerUnpublishVolumeSecret \
  ControllerValidateVolumeCapabilitiesSecret ControllerExpandVolumeSecret ControllerModifyVolumeSecret \
  NodeStageVolumeSecret NodePublishVolumeSecret CreateSnapshotSecret DeleteSnapshotSecret ListSnapshotsSecret \
  GetSnapshotSecret; do
  echo "$name:"
  sed 's/^\([^:]*\): \(.*\)$/  \1: "\2"/' "$real"
done >"$work/secrets.yaml"
printf 'type: %s\n' "${MANILA_TYPE:-default}" >"$work/parameters.yaml"

"$package/bin/manila-csi-plugin" --endpoint="unix://$work/csi.sock" --drivername=sanity.manila.csi.openstack.org \
  --share-protocol-selector="$protocol" --cluster-id=sanity --v=4 "${node[@]}" \
  "${@//CLOUD_CONF/$work/cloud.conf}" >"$work/server.log" 2>&1 &
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
"${CSI_SANITY:-csi-sanity}" --csi.endpoint="unix://$work/csi.sock" --csi.testvolumeaccesstype=mount \
  --csi.mountdir="$work/target" --csi.stagingdir="$work/staging" --csi.secrets="$work/secrets.yaml" \
  --csi.testvolumeparameters="$work/parameters.yaml" \
  --csi.testvolumesize=1073741824 --csi.testvolumeexpandsize=2147483648 \
  --ginkgo.no-color --ginkgo.junit-report="$report" "${skip[@]}" || status=$?
[ -z "${port:-}" ] || leftovers
if [ "$status" != 0 ]; then
  echo "--- the server's last lines"
  tail -n "${SANITY_LOG_LINES:-40}" "$work/server.log"
fi
exit "$status"
