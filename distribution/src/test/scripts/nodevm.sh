#!/usr/bin/env bash
# Takes volumes through their lives on a node with a real kernel: udev, hot plug, multipath.
#
#   nodevm.sh PACKAGE MACHINES [CASE...]
#
# The controller of PACKAGE runs here, on an emulator; its node service runs in a virtual machine. MACHINES is a
# directory with the programs that keep such machines: up.sh NODE=UUID boots one (with $NODEVM_SHARE at /mnt/host, a
# JDK, the metadata service at port $NODEVM_METADATA_PORT of this host, and a config drive), run.sh NODE LINE runs a
# line of shell in it, disk.sh plugs, grows, throttles and unplugs disks, forward.sh NODE -L HERE:THERE shows a socket
# of it here, down.sh ends it. Without them nothing is tried, which is said. NODE is node-1, or $NODEVM_NODE.
#
# A CASE is identity, virtio, scsi, nvme, paths, block, hang or path; without one all are taken. Each step prints a
# line that begins with PASS or FAIL; the exit code is 1 when one failed.
set -euo pipefail

package=$(readlink -f "$1") machines=$2
shift 2
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(identity virtio scsi nvme paths block hang path)
node=${NODEVM_NODE:-node-1}
here=$(dirname "$(readlink -f "$0")")
gib=$((1 << 30))

if [ ! -x "$machines/up.sh" ]; then
  echo "SKIPPED: there are no programs for virtual machines at $machines"
  exit 0
fi

work=$(mktemp -d -t moorage-nodevm-XXXXXX)
pids=()
passed=0 failed=0
finish() {
  "$machines/down.sh" "$node" >/dev/null 2>&1 || true
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
  if [ -n "${NODEVM_KEEP:-}" ]; then echo "logs are kept in $work"; else rm -rf "$work"; fi
}
trap finish EXIT

inside() { "$machines/run.sh" "$node" "$1" </dev/null; }
disk() { "$machines/disk.sh" "$1" "$node" "${@:2}" </dev/null; }

pass() { passed=$((passed + 1)) && echo "PASS $*"; }
fail() { failed=$((failed + 1)) && echo "FAIL $*"; }

# check WHAT COMMAND...: the command must succeed.
check() {
  local what=$1 began=$EPOCHREALTIME output
  shift
  if output=$("$@" 2>&1); then
    pass "$what ($(since "$began") s)${output:+: ${output//$'\n'/; }}"
  else
    fail "$what ($(since "$began") s): $output"
  fi
}
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# await WHAT SECONDS COMMAND...
await() {
  local what=$1 end=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then echo "$what did not come" >&2 && return 1; fi
    sleep 0.2
  done
}

# --- calls

declare -A contexts

csi_client() {
  exec "$java" -Dlogback.configurationFile="$here/../logback.xml" -cp "$package/../test-classes:$package/lib/*" \
    org.moorage.distribution.CsiCall "$1"
}

# ask node|controller SECONDS METHOD REQUEST: the answer's line is left in $answer; it must begin with OK.
ask() {
  local request="$3 $2 ${4//$'\n'/ }"
  if [ "$1" = node ]; then
    echo "$request" >&"$to_node"
    read -r answer <&"$from_node"
  else
    echo "$request" >&"$to_controller"
    read -r answer <&"$from_controller"
  fi
  [[ $answer == OK* ]]
}

# call WHAT node|controller SECONDS METHOD REQUEST, repeated as the callers of CSI do.
call() {
  local what=$1 began=$EPOCHREALTIME tries=0
  shift
  until ask "$@"; do
    tries=$((tries + 1))
    case $answer in UNAVAILABLE* | ABORTED* | DEADLINE_EXCEEDED*) ;; *) break ;; esac
    if [ $tries -ge "${TRIES:-5}" ]; then break; fi
    sleep 1
  done
  if [[ $answer == OK* ]]; then
    pass "$what ($(since "$began") s, $tries repeats)"
  else
    fail "$what ($(since "$began") s, $tries repeats): $answer"
    return 1
  fi
}

capability() {
  if [ "$1" = block ]; then echo "block {}"; else echo "mount { fs_type: \"$1\" }"; fi
}
full_capability() { echo "$(capability "$1") access_mode { mode: SINGLE_NODE_WRITER }"; }
staging() { echo "/var/lib/kubelet/plugins/kubernetes.io/csi/$1/globalmount"; }
target() { echo "/var/lib/kubelet/pods/$1/mount"; }
context() { grep -o 'publish_context { [^}]*}' <<<"${contexts[$1]}" || true; }

# create NAME FS: a volume of 1 GiB, attached on paper; its id is left in $volume.
create() {
  call "$1: CreateVolume" controller 60 CreateVolume "name: \"$1\" capacity_range { required_bytes: $gib }
    volume_capabilities { $(full_capability "$2") }" || return 1
  volume=$(sed -n 's/.*volume_id: "\([^"]*\)".*/\1/p' <<<"$answer")
  call "$1: ControllerPublishVolume" controller 60 ControllerPublishVolume "volume_id: \"$volume\"
    node_id: \"$server\" volume_capability { $(full_capability "$2") }" || return 1
  contexts[$volume]=$answer
}
stage() { # stage NAME VOLUME FS [SECONDS]
  call "$1: NodeStageVolume" node "${4:-60}" NodeStageVolume "volume_id: \"$2\" staging_target_path: \"$(staging "$2")\"
    volume_capability { $(full_capability "$3") } $(context "$2")"
}
publish() {
  inside "mkdir -p $(dirname "$(target "$2")")"
  call "$1: NodePublishVolume" node 60 NodePublishVolume "volume_id: \"$2\" staging_target_path: \"$(staging "$2")\"
    target_path: \"$(target "$2")\" volume_capability { $(full_capability "$3") } $(context "$2")"
}
unpublish() {
  call "$1: NodeUnpublishVolume" node 60 NodeUnpublishVolume "volume_id: \"$2\" target_path: \"$(target "$2")\""
}
unstage() {
  call "$1: NodeUnstageVolume" node 60 NodeUnstageVolume "volume_id: \"$2\" staging_target_path: \"$(staging "$2")\""
}
expand() { # expand NAME VOLUME FS BYTES
  call "$1: NodeExpandVolume" node 60 NodeExpandVolume "volume_id: \"$2\" volume_path: \"$(target "$2")\"
    staging_target_path: \"$(staging "$2")\" capacity_range { required_bytes: $4 }
    volume_capability { $(full_capability "$3") }"
}
release() { # release NAME VOLUME: the controller's end of it
  call "$1: ControllerUnpublishVolume" controller 60 ControllerUnpublishVolume "volume_id: \"$2\" node_id: \"$server\""
  call "$1: DeleteVolume" controller 60 DeleteVolume "volume_id: \"$2\""
}
grow_in_cloud() {
  call "$1: ControllerExpandVolume" controller 60 ControllerExpandVolume "volume_id: \"$2\"
    capacity_range { required_bytes: $3 }"
}

# --- looks

file_of() { find "$work/cloud" -name "*$1*" -type f | head -n 1; }
serial_on() { if [ "$1" = scsi ]; then echo "$2"; else echo "${2:0:20}"; fi; }
device_of() { inside "findmnt -n -o SOURCE --target $1 | tail -n 1"; }
fill() { inside "dd if=/dev/urandom of=$1/data bs=1M count=16 2>/dev/null && sync && sha256sum < $1/data"; }
sum_of() { inside "echo 3 > /proc/sys/vm/drop_caches; sha256sum < $1/data"; }
same() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'" && return 1; }; }
at_least() { [ "$1" -ge "$2" ] || { echo "$1 is less than $2" && return 1; }; }
size_of() { inside "df -B1 --output=size $1 | tail -n 1"; }
is_gone() { ! inside "findmnt -rn | grep -q $1" || { echo "something is still mounted" && return 1; }; }
is_kind() { # is_kind PATTERN PATH
  local device
  device=$(inside "basename \$(readlink -f $(device_of "$2"))")
  [[ $device =~ ^$1 ]] && echo "$device" || { echo "$device is not $1" && return 1; }
}

# --- cases

# A file system on one kind of disk, grown while it is mounted where that is possible.
life() { # life NAME BUS FS PATTERN
  local name=$1 bus=$2 fs=$3 kind=$4 options=("bus=$2") file serial sum
  if [ "$bus" = paths ]; then bus=scsi options=(bus=scsi paths=2); fi
  create "$name" "$fs" || return 0
  file=$(file_of "$volume") serial=$(serial_on "$bus" "$volume")
  check "$name: the disk is plugged in" disk attach "$file" "$serial" "${options[@]}"
  stage "$name" "$volume" "$fs" || return 0
  check "$name: the device is the right one" is_kind "$kind" "$(staging "$volume")"
  publish "$name" "$volume" "$fs"
  sum=$(fill "$(target "$volume")")
  stage "$name: again" "$volume" "$fs"
  publish "$name: again" "$volume" "$fs"
  grow_in_cloud "$name" "$volume" $((2 * gib))
  if [ "$bus" = nvme ]; then
    # QEMU does not grow an NVMe disk that is plugged in.
    unpublish "$name" "$volume"
    unstage "$name" "$volume"
    check "$name: the disk is unplugged" disk detach "$serial"
    truncate -s $((2 * gib)) "$file"
    check "$name: the grown disk is plugged in" disk attach "$file" "$serial" "${options[@]}"
    stage "$name: grown" "$volume" "$fs"
    publish "$name: grown" "$volume" "$fs"
  else
    check "$name: the disk grows" disk grow "$serial" $((2 * gib))
    expand "$name" "$volume" "$fs" $((2 * gib))
  fi
  check "$name: the file system has grown" at_least "$(size_of "$(target "$volume")")" $((gib * 18 / 10))
  check "$name: what was written is there" same "$(sum_of "$(target "$volume")")" "$sum"
  unpublish "$name" "$volume"
  unstage "$name" "$volume"
  unstage "$name: again" "$volume"
  check "$name: nothing is mounted" is_gone "$volume"
  check "$name: the disk is unplugged" disk detach "$serial"
  release "$name" "$volume"
}

case_identity() {
  call "identity: NodeGetInfo, from the config drive" node 60 NodeGetInfo ""
  check "identity: the node is the server" grep -q "node_id: \"$server\"" <<<"$answer"
}
case_virtio() { life virtio virtio ext4 vd; }
case_scsi() { life scsi scsi ext4 sd && life scsi-xfs scsi xfs sd; }
case_nvme() { life nvme nvme ext4 nvme; }
case_paths() { life paths paths ext4 dm-; }

# A raw device: its size is told, and nobody writes to it but its user.
case_block() {
  local file serial sum
  create block block || return 0
  file=$(file_of "$volume") serial=$(serial_on scsi "$volume")
  check "block: the disk is plugged in" disk attach "$file" "$serial" bus=scsi
  stage block "$volume" block || return 0
  publish block "$volume" block
  sum=$(inside "dd if=/dev/urandom of=$(target "$volume") bs=1M count=8 conv=fsync 2>/dev/null
    head -c 8M $(target "$volume") | sha256sum")
  grow_in_cloud block "$volume" $((2 * gib))
  check "block: the disk grows" disk grow "$serial" $((2 * gib))
  expand block "$volume" block $((2 * gib))
  check "block: the device has grown" same "$(inside "blockdev --getsize64 $(target "$volume")")" $((2 * gib))
  check "block: what was written is there" same "$(inside "head -c 8M $(target "$volume") | sha256sum")" "$sum"
  unpublish block "$volume"
  unstage block "$volume"
  check "block: the disk is unplugged" disk detach "$serial"
  release block "$volume"
}

# late NAME SECONDS METHOD REQUEST: the call must end by its deadline, and not with success.
late() {
  local began=$SECONDS
  if ask node "$2" "$3" "$4"; then fail "$1: it was answered $answer" && return 0; fi
  if [ $((SECONDS - began)) -gt $(($2 + 2)) ]; then fail "$1: it took $((SECONDS - began)) s of $2" && return 0; fi
  case $answer in
    DEADLINE_EXCEEDED* | UNAVAILABLE* | ABORTED*) pass "$1: $answer" ;;
    *) fail "$1: $answer" ;;
  esac
}
stage_request() {
  echo "volume_id: \"$1\" staging_target_path: \"$(staging "$1")\" volume_capability { $(full_capability "$2") }
    $(context "$1")"
}

# Two disks whose I/O hangs, one with data and one blank, and one that is well.
case_hang() {
  local full blank well sum time
  create hang-full ext4 || return 0
  full=$volume
  create hang-blank ext4
  blank=$volume
  create hang-well ext4
  well=$volume
  check "hang: the disk with data is plugged in" disk attach "$(file_of "$full")" "$full" bus=scsi
  stage hang-full "$full" ext4 || return 0
  sum=$(fill "$(staging "$full")")
  unstage hang-full "$full"
  check "hang: the blank disk is plugged in" disk attach "$(file_of "$blank")" "${blank:0:20}" bus=virtio
  await "the blank disk" 30 inside "grep -q ${blank:0:20} /sys/block/vd*/serial"
  check "hang: the disk with data hangs" disk rate "$full" 0
  check "hang: the blank disk hangs" disk rate "${blank:0:20}" 0
  for time in 1 2 3; do
    late "hang: staging the disk with data, time $time" 5 NodeStageVolume "$(stage_request "$full" ext4)"
    late "hang: staging the blank disk, time $time" 5 NodeStageVolume "$(stage_request "$blank" ext4)"
  done
  check "hang: a third disk is plugged in" disk attach "$(file_of "$well")" "$well" bus=scsi
  stage "hang: the third, meanwhile" "$well" ext4
  publish "hang: the third, meanwhile" "$well" ext4
  unpublish "hang: the third, meanwhile" "$well"
  unstage "hang: the third, meanwhile" "$well"
  check "hang: the blank disk is as it was" same "$(tr -d '\0' <"$(file_of "$blank")" | head -c 1 | wc -c)" 0
  check "hang: the disk with data is well again" disk rate "$full" off
  check "hang: the blank disk is well again" disk rate "${blank:0:20}" off
  stage "hang: the disk with data, well again" "$full" ext4
  check "hang: what was written is there" same "$(sum_of "$(staging "$full")")" "$sum"
  stage "hang: the blank disk, well again" "$blank" ext4
  check "hang: the mounted disk hangs" disk rate "$full" 0
  inside "setsid dd if=/dev/zero of=$(staging "$full")/more bs=1M count=4 >/dev/null 2>&1 </dev/null &"
  sleep 2
  late "hang: unstaging a disk with unwritten data" 5 NodeUnstageVolume "volume_id: \"$full\"
    staging_target_path: \"$(staging "$full")\""
  unstage "hang: the blank disk, meanwhile" "$blank"
  check "hang: the mounted disk is well again" disk rate "$full" off
  TRIES=20 unstage "hang: the disk with data, well again" "$full"
  for volume in "$full" "${blank:0:20}" "$well"; do check "hang: a disk is unplugged" disk detach "$volume"; done
  for volume in "$full" "$blank" "$well"; do release hang "$volume"; done
}

# One of two paths fails while the volume is in use.
case_path() {
  local sum
  create path ext4 || return 0
  check "path: the disk is plugged in twice" disk attach "$(file_of "$volume")" "$volume" bus=scsi paths=2
  stage path "$volume" ext4 || return 0
  publish path "$volume" ext4
  check "path: the device is what joins both" is_kind dm- "$(target "$volume")"
  check "path: one path fails" disk fail "$volume" 0
  sum=$(fill "$(target "$volume")")
  stage "path: again, on one path" "$volume" ext4
  publish "path: again, on one path" "$volume" ext4
  check "path: what was written is there" same "$(sum_of "$(target "$volume")")" "$sum"
  unpublish path "$volume"
  unstage path "$volume"
  stage "path: anew, on one path" "$volume" ext4
  check "path: the device is still what joins" is_kind dm- "$(staging "$volume")"
  check "path: what was written is there still" same "$(sum_of "$(staging "$volume")")" "$sum"
  unstage path "$volume"
  check "path: the disk is unplugged" disk detach "$volume"
  release path "$volume"
}

# --- the cloud here, the node there

port=$((20000 + RANDOM % 20000))
mkdir -p "$work/share"
cp -r "$package" "$work/share/moorage"
"$package/bin/moorage" emulator --listen "127.0.0.1:$port" --data "$work/cloud" --cloud-conf "$work/cloud.conf" \
  --no-devices --state-time 100ms >"$work/emulator.log" 2>&1 &
pids+=($!)
await "the emulator" 60 grep -q '^ready' "$work/emulator.log"
server=$(curl -sf "http://127.0.0.1:$port/openstack/latest/meta_data.json" | sed 's/.*"uuid" *: *"\([^"]*\)".*/\1/')
"$package/bin/cinder-csi-plugin" --endpoint="unix://$work/controller.sock" --cloud-config="$work/cloud.conf" \
  --cluster=nodevm --provide-node-service=false >"$work/controller.log" 2>&1 &
pids+=($!)
await "the controller" 60 test -S "$work/controller.sock"
java=$(readlink -f "/proc/${pids[1]}/exe")

NODEVM_SHARE=$work/share NODEVM_METADATA_PORT=$port NODEVM_CONFIG_DRIVE=auto "$machines/up.sh" "$node=$server"
inside "setsid /mnt/host/moorage/bin/cinder-csi-plugin --endpoint=unix:///run/csi.sock --v=4 \
  --provide-controller-service=false >/mnt/host/node.log 2>&1 </dev/null &"
await "the node service" "${NODEVM_START_LIMIT:-600}" inside "test -S /run/csi.sock"
"$machines/forward.sh" "$node" -L "$work/node.sock:/run/csi.sock"

mkfifo "$work"/{to,from}-{node,controller}
csi_client "$work/node.sock" <"$work/to-node" >"$work/from-node" 2>"$work/node-client.log" &
pids+=($!)
csi_client "$work/controller.sock" <"$work/to-controller" >"$work/from-controller" 2>"$work/controller-client.log" &
pids+=($!)
exec {to_node}>"$work/to-node" {from_node}<"$work/from-node"
exec {to_controller}>"$work/to-controller" {from_controller}<"$work/from-controller"

for name in "${cases[@]}"; do
  "case_$name" || true
done

echo "$passed passed, $failed failed"
if [ "$failed" != 0 ]; then
  echo "--- the node service's last lines"
  tail -n "${NODEVM_LOG_LINES:-20}" "$work/share/node.log"
  exit 1
fi
