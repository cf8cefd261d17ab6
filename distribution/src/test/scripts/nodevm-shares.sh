#!/usr/bin/env bash
# Takes file shares through their lives on two nodes with a real kernel, a real NFS server and a real CephFS.
#
#   nodevm-shares.sh PACKAGE MACHINES [CASE...]
#
# The node service of PACKAGE runs in two virtual machines, for NFS and for CephFS, with the contexts that its controller
# would give: no cloud is asked. MACHINES is a directory with the programs that keep such machines: up.sh NODE... boots
# them (with $NODEVM_SHARE at /mnt/host and a JDK), run.sh NODE LINE runs a line of shell in one, forward.sh NODE
# -L HERE:THERE shows a socket of it here, nfs.sh and ceph.sh keep the servers of node-2, which can be frozen and shut
# off, down.sh ends them. Without them nothing is tried, which is said. With $NODEVM_UP the machines run already, with
# $NODEVM_SHARE at /mnt/host, and are left running.
#
# A CASE is nfs3, nfs41, nfs42, kernel, fuse, addresses, subdirectory, taken, refused, frozen, dropped, rule or key;
# without one all are taken. Each step prints a line that begins with PASS or FAIL; the exit code is 1 when one failed.
set -euo pipefail

package=$(readlink -f "$1") machines=$2
shift 2
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(nfs3 nfs41 nfs42 kernel fuse addresses subdirectory taken refused frozen
  dropped rule key)
here=$(dirname "$(readlink -f "$0")")
server=10.77.0.2

if [ ! -x "$machines/up.sh" ]; then
  echo "SKIPPED: there are no programs for virtual machines at $machines"
  exit 0
fi

work=$(mktemp -d -t moorage-shares-XXXXXX)
export NODEVM_SHARE=${NODEVM_SHARE:-$work/share}
pids=()
passed=0 failed=0
finish() {
  "$machines/nfs.sh" thaw >/dev/null 2>&1 || true
  [ -n "${NODEVM_UP:-}" ] || "$machines/down.sh" node-1 node-2 >/dev/null 2>&1 || true
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
  if [ -n "${NODEVM_KEEP:-}" ]; then echo "logs are kept in $work"; else rm -rf "$work"; fi
}
trap finish EXIT

on() { timeout "${LIMIT:-60}" "$machines/run.sh" "$1" "$2" </dev/null; }
nfs() { "$machines/nfs.sh" "$@" </dev/null; }
ceph() { "$machines/ceph.sh" "$@" </dev/null; }

pass() { passed=$((passed + 1)) && echo "PASS $*"; }
fail() { failed=$((failed + 1)) && echo "FAIL $*"; }
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

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
# The same for a command that talks to a client, which no subshell may.
check_here() {
  local what=$1 began=$EPOCHREALTIME
  shift
  if "$@"; then pass "$what ($(since "$began") s)"; else fail "$what ($(since "$began") s): $answer"; fi
}
same() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'" && return 1; }; }
# await WHAT SECONDS COMMAND...
await() {
  local what=$1 end=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then echo "$what did not come" >&2 && return 1; fi
    sleep 0.5
  done
}

# --- the node services and their clients

declare -A to from

start_node() { # start_node NODE
  on "$1" "test ! -e /run/moorage.pid || kill -KILL \$(cat /run/moorage.pid) 2>/dev/null; rm -f /run/nfs.sock /run/cephfs.sock
    setsid /mnt/host/moorage/bin/moorage serve --config /mnt/host/drivers.yaml >>/mnt/host/$1.log 2>&1 </dev/null &
    echo \$! >/run/moorage.pid"
  await "the node service of $1" "${NODEVM_START_LIMIT:-300}" on "$1" "test -S /run/nfs.sock -a -S /run/cephfs.sock"
}
stop_node() { on "$1" "kill -KILL \$(cat /run/moorage.pid)"; }

# connect NODE DRIVER NAME: a client of that driver on that node.
connect() {
  local name=$3 socket="$work/$1-$2-$3.sock"
  "$machines/forward.sh" "$1" -L "$socket:/run/$2.sock"
  mkfifo "$work/to-$name" "$work/from-$name"
  "$java" -Dlogback.configurationFile="$here/../logback.xml" -cp "$package/../test-classes:$package/lib/*" \
    org.moorage.distribution.CsiCall "$socket" <"$work/to-$name" >"$work/from-$name" 2>"$work/$name.log" &
  pids+=($!)
  exec {to[$name]}>"$work/to-$name" {from[$name]}<"$work/from-$name"
}
tell() { echo "$3 $2 ${4//$'\n'/ }" >&"${to[$1]}"; } # tell CLIENT SECONDS METHOD REQUEST
hear() { read -r answer <&"${from[$1]}" && [[ $answer == OK* ]]; }
ask() { tell "$@" && hear "$1"; }

# call WHAT CLIENT SECONDS METHOD REQUEST, repeated as the callers of CSI do.
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

# refused WHAT CODE TEXT CLIENT SECONDS METHOD REQUEST: it must end in time, with that code and those words.
refused() {
  local what=$1 code=$2 text=$3 began=$EPOCHREALTIME
  shift 3
  if ask "$@"; then fail "$what: it was answered $answer" && return 0; fi
  if [[ $answer =~ ^($code)\  && $answer == *"$text"* ]]; then
    pass "$what ($(since "$began") s): $answer"
  else
    fail "$what ($(since "$began") s): $answer"
  fi
}

is_abnormal() { [[ $answer =~ ^(UNAVAILABLE|DEADLINE_EXCEEDED)\  || $answer == *"abnormal: true"* ]]; }

is_well() { ask "$1" 30 NodeGetVolumeStats "$2" && ! is_abnormal; } # is_well CLIENT REQUEST

# in_time WHAT SECONDS CODE CLIENT METHOD REQUEST: it must end by the deadline, and with such a code; ABNORMAL is that of
# figures that could not be had.
in_time() {
  local what=$1 seconds=$2 code=$3 began=$SECONDS
  shift 3
  ask "$1" "$seconds" "$2" "$3" || true
  if [ $((SECONDS - began)) -gt $((seconds + 2)) ]; then
    fail "$what: it took $((SECONDS - began)) s of $seconds"
  elif [ "$code" = ABNORMAL ] && is_abnormal; then
    pass "$what ($((SECONDS - began)) s of $seconds): $answer"
  elif [[ "$answer " =~ ^($code)\  ]]; then
    pass "$what ($((SECONDS - began)) s of $seconds): $answer"
  else
    fail "$what: $answer"
  fi
}

# --- requests; SHARE is NFS:VERSION:SHARE, KERNEL:PATH or FUSE:PATH, with more of the context after a blank

staging() { echo "/var/lib/kubelet/plugins/kubernetes.io/csi/$1/globalmount"; }
target() { echo "/var/lib/kubelet/pods/$1/mount"; }
pair() { echo "$1 { key: \"$2\" value: \"$3\" }"; }
context() { # context KIND MORE
  local key=manila.csi.openstack.org
  case $1 in
    NFS:*) pair volume_context "$key/exportLocations" "${address:-$server}:/srv/nfs/${1##*:}"
      pair volume_context "$key/protocol" NFS ;;
    *) pair volume_context "$key/exportLocations" "${address:-$server}:6789:${1#*:}"
      pair volume_context "$key/protocol" CEPHFS
      pair volume_context cephfs-mounter "$(tr '[:upper:]' '[:lower:]' <<<"${1%%:*}")"
      pair secrets userID "${user:-writer}"
      pair secrets userKey "${key_of:-$writer}" ;;
  esac
  pair volume_context shareID "$2"
  shift 2
  for more in "$@"; do pair volume_context "${more%%=*}" "${more#*=}"; done
}
capability() { # capability KIND
  local flags=""
  case $1 in NFS:*) flags="mount_flags: \"nfsvers=$(cut -d: -f2 <<<"$1")\"" ;; esac
  echo "volume_capability { mount { fs_type: \"ext4\" $flags } access_mode { mode: MULTI_NODE_MULTI_WRITER } }"
}
stage_request() { # stage_request VOLUME KIND MORE...
  echo "volume_id: \"$1\" staging_target_path: \"$(staging "$1")\" $(capability "$2") $(context "$2" "$1" "${@:3}")"
}
publish_request() { # publish_request VOLUME KIND POD READONLY MORE...
  echo "volume_id: \"$1\" staging_target_path: \"$(staging "$1")\" target_path: \"$(target "$3")\"
    $(capability "$2") readonly: $4 $(context "$2" "$1" "${@:5}")"
}
path_request() { echo "volume_id: \"$1\" volume_path: \"$(target "$2")\""; }
unpublish_request() { echo "volume_id: \"$1\" target_path: \"$(target "$2")\""; }
unstage_request() { echo "volume_id: \"$1\" staging_target_path: \"$(staging "$1")\""; }
client() { # client NODE KIND
  case $2 in NFS:*) echo "$1-nfs" ;; *) echo "$1-cephfs" ;; esac
}

stage() { # stage WHAT NODE VOLUME KIND MORE...
  call "$1: NodeStageVolume on $2" "$(client "$2" "$4")" 90 NodeStageVolume "$(stage_request "$3" "${@:4}")"
}
publish() { # publish WHAT NODE VOLUME KIND POD READONLY MORE...
  on "${2%-well}" "mkdir -p $(dirname "$(target "$5")")"
  call "$1: NodePublishVolume on $2" "$(client "$2" "$4")" 60 NodePublishVolume "$(publish_request "$3" "${@:4}")"
}
unpublish() { # unpublish WHAT NODE VOLUME KIND POD
  call "$1: NodeUnpublishVolume on $2" "$(client "$2" "$4")" 60 NodeUnpublishVolume "$(unpublish_request "$3" "$5")"
}
unstage() { # unstage WHAT NODE VOLUME KIND
  call "$1: NodeUnstageVolume on $2" "$(client "$2" "$4")" 60 NodeUnstageVolume "$(unstage_request "$3")"
}
stats() { # stats WHAT NODE VOLUME KIND POD
  call "$1: NodeGetVolumeStats on $2" "$(client "$2" "$4")" 30 NodeGetVolumeStats "$(path_request "$3" "$5")"
}

# --- looks

is_gone() { # is_gone NODE VOLUME POD
  on "$1" "! grep -q -e '$(staging "$2")' -e '$(target "$3")' /proc/self/mountinfo &&
    test ! -e '$(staging "$2")' -a ! -e '$(target "$3")'" || { echo "something is still there" && return 1; }
}
no_key_is_left() {
  on "$1" "! find /run/moorage-mount-keys /dev/shm/moorage-mount-keys -type f -size +0 2>/dev/null | grep ." ||
    { echo "a key is left" && return 1; }
}
nobody_hangs() { # nobody_hangs NODE: after a while for those that come to their end
  await "the end of the last program that mounts" 90 none_mounts "$1" || { none_mounts "$1" || return 1; }
}
none_mounts() { # no program of a mount on that node runs still, or is a zombie
  on "$1" "! ps -eo stat=,comm= | grep -E ' (u?mount(\\.[a-z0-9]+)?|ceph-fuse)\$'" || return 1
}
read_only() { on "$1" "! touch '$2/forbidden' 2>/dev/null" || { echo "it can be written to" && return 1; }; }

# --- cases

# From the stage to the end, on two nodes, with a restart of the node service under the mount.
life() { # life NAME KIND MORE...
  local name=$1 kind=$2 volume=life-$1 sum
  shift 2
  stage "$name" node-1 "$volume" "$kind" "$@" || return 0
  check "$name: no key is left on node-1" no_key_is_left node-1
  stage "$name: again" node-1 "$volume" "$kind" "$@"
  stage "$name" node-2 "$volume" "$kind" "$@" || return 0
  publish "$name: rw" node-1 "$volume" "$kind" "$name-rw" false "$@"
  publish "$name: rw again" node-1 "$volume" "$kind" "$name-rw" false "$@"
  publish "$name: ro" node-1 "$volume" "$kind" "$name-ro" true "$@"
  publish "$name: ro" node-2 "$volume" "$kind" "$name-ro" true "$@"
  sum=$(on node-1 "dd if=/dev/urandom of=$(target "$name-rw")/data bs=1M count=4 conv=fsync 2>/dev/null
    sha256sum <$(target "$name-rw")/data")
  check "$name: node-2 reads what node-1 wrote" same "$(on node-2 "sha256sum <$(target "$name-ro")/data")" "$sum"
  check "$name: what is read-only cannot be written to on node-1" read_only node-1 "$(target "$name-ro")"
  check "$name: what is read-only cannot be written to on node-2" read_only node-2 "$(target "$name-ro")"
  stats "$name" node-1 "$volume" "$kind" "$name-rw"
  check "$name: bytes are told" grep -q 'unit: BYTES' <<<"$answer"
  stop_node node-1
  start_node node-1
  stage "$name: after a restart" node-1 "$volume" "$kind" "$@"
  publish "$name: rw after a restart" node-1 "$volume" "$kind" "$name-rw" false "$@"
  stats "$name: after a restart" node-1 "$volume" "$kind" "$name-rw"
  check "$name: what was written is there" same "$(on node-1 "sha256sum <$(target "$name-rw")/data")" "$sum"
  check "$name: one mount for each" same \
    "$(on node-1 "grep -c -e '$(staging "$volume")' -e '$(target "$name-r[wo]")' /proc/self/mountinfo")" 3
  on node-1 "rm $(target "$name-rw")/data"
  for pod in "$name-rw" "$name-ro"; do unpublish "$name" node-1 "$volume" "$kind" "$pod"; done
  unpublish "$name" node-2 "$volume" "$kind" "$name-ro"
  for node in node-1 node-2; do
    unstage "$name" $node "$volume" "$kind"
    unstage "$name: again" $node "$volume" "$kind"
    check "$name: nothing is left on $node" is_gone $node "$volume" "$name-ro"
    check "$name: nobody hangs on $node" nobody_hangs $node
  done
}
case_nfs3() { life nfs3 NFS:3:share1; }
case_nfs41() { life nfs41 NFS:4.1:share1; }
case_nfs42() { life nfs42 NFS:4.2:share1; }
case_kernel() { life kernel KERNEL:/; }
case_fuse() { life fuse FUSE:/; }

# The short way through a life, on one node.
short() { # short NAME KIND MORE...
  local name=$1 kind=$2 volume=short-$1
  shift 2
  stage "$name" node-1 "$volume" "$kind" "$@" || return 0
  stage "$name: again" node-1 "$volume" "$kind" "$@"
  publish "$name" node-1 "$volume" "$kind" "$name" false "$@"
  publish "$name: again" node-1 "$volume" "$kind" "$name" false "$@"
  check "$name: it is mounted" on node-1 "echo kept >$(target "$name")/$name && grep -e '$(target "$name")' /proc/self/mountinfo"
  stats "$name" node-1 "$volume" "$kind" "$name"
  unpublish "$name" node-1 "$volume" "$kind" "$name"
  unstage "$name" node-1 "$volume" "$kind"
  check "$name: nothing is left" is_gone node-1 "$volume" "$name"
}
# Servers at addresses of IPv6, and clusters of two monitors, the first of which is away.
case_addresses() {
  local n
  for n in 1 2; do on node-$n "ip -6 addr replace fd77::$n/64 dev eth1 nodad"; done
  nfs allow share1 '[fd77::1]'
  for n in 3 4.2; do address='[fd77::2]' short "ipv6-$n" "NFS:$n:share1"; done
  for n in KERNEL FUSE; do address="10.77.0.9:6789,$server" short "monitors-$n" "$n:/"; done
}

# What other drivers have mounted while pods used it: csi-driver-nfs at the target itself, without a stage; ceph-csi at
# the staging path, with the target bound to it, its FUSE in a process that ends with it.
taken() { # taken NAME KIND
  local name=$1 kind=$2 volume=taken-$1
  check "$name: its pod writes on" on node-1 "test -s $(target "$name")/$name-log"
  stage "$name" node-1 "$volume" "$kind" || return 0
  publish "$name: the pod's" node-1 "$volume" "$kind" "$name" false
  check "$name: one mount at the target" same "$(on node-1 "grep -c -e '$(target "$name")' /proc/self/mountinfo")" 1
  publish "$name: a second pod's" node-1 "$volume" "$kind" "$name-2" false
  check "$name: what was written is there" on node-1 "grep -c . $(target "$name-2")/$name-log"
  for pod in "$name" "$name-2"; do stats "$name: $pod" node-1 "$volume" "$kind" "$pod"; done
  on node-1 "kill \$(cat /run/$name.pid) 2>/dev/null || true"
  for pod in "$name" "$name-2"; do unpublish "$name: $pod" node-1 "$volume" "$kind" "$pod"; done
  unstage "$name" node-1 "$volume" "$kind"
  for pod in "$name" "$name-2"; do check "$name: nothing is left" is_gone node-1 "$volume" "$pod"; done
  check "$name: nobody hangs" nobody_hangs node-1
}
# What nobody stages again: its pod only ends.
ended() { # ended NAME KIND
  local name=$1 kind=$2 volume=taken-$1
  stats "$name" node-1 "$volume" "$kind" "$name"
  on node-1 "kill \$(cat /run/$name.pid) 2>/dev/null || true"
  unpublish "$name" node-1 "$volume" "$kind" "$name"
  unstage "$name" node-1 "$volume" "$kind"
  check "$name: nothing is left" is_gone node-1 "$volume" "$name"
}
written() { # written NAME: by a pod that holds its file open
  on node-1 "setsid sh -c 'echo \$\$ >/run/$1.pid; exec >>$(target "$1")/$1-log; while echo written; do sleep 0.5; done' \
    >/dev/null 2>&1 </dev/null &
    while ! test -s $(target "$1")/$1-log; do sleep 0.2; done"
}
by_csi_driver_nfs() { # by_csi_driver_nfs NAME VERSION
  on node-1 "mkdir -p $(target "$1") && mount -t nfs -o nfsvers=$2,hard $server:/srv/nfs/share1 $(target "$1")"
  written "$1"
}
by_ceph_csi() { # by_ceph_csi NAME kernel|fuse
  local staging mounted
  staging=$(staging "taken-$1")
  on node-1 "mkdir -p $staging $(target "$1") /tmp/csi/keys && echo $writer >/tmp/csi/keys/keyfile"
  case $2 in
    kernel) mounted="mount -t ceph $server:6789:/ $staging -o name=writer,secretfile=/tmp/csi/keys/keyfile,_netdev" ;;
    fuse) mounted="ceph-fuse $staging -m $server:6789 -c /dev/null -n client.writer --keyfile=/tmp/csi/keys/keyfile -r / \
      -o nonempty >/dev/null 2>&1 </dev/null" ;;
  esac
  on node-1 "$mounted && rm /tmp/csi/keys/keyfile && mount --bind $staging $(target "$1")"
  written "$1"
}
case_taken() {
  local name
  for name in 3 4.1; do
    by_csi_driver_nfs "taken-nfs-$name" "$name"
    taken "taken-nfs-$name" "NFS:$name:share1"
  done
  by_csi_driver_nfs taken-nfs-ended 4.2
  ended taken-nfs-ended NFS:4.2:share1
  by_ceph_csi taken-kernel kernel
  taken taken-kernel KERNEL:/
  by_ceph_csi taken-kernel-ended kernel
  ended taken-kernel-ended KERNEL:/
  # The process of its FUSE ends with the container that it ran in.
  by_ceph_csi taken-fuse fuse
  on node-1 "sync $(target taken-fuse)/taken-fuse-log; kill \$(cat /run/taken-fuse.pid); pkill -KILL -x ceph-fuse"
  in_time "taken-fuse: stats of what its process left" 10 ABNORMAL node-1-cephfs NodeGetVolumeStats \
    "$(path_request taken-taken-fuse taken-fuse)"
  stage taken-fuse node-1 taken-taken-fuse FUSE:/ || return 0
  publish "taken-fuse: the pod's" node-1 taken-taken-fuse FUSE:/ taken-fuse false
  # The metadata server waits a minute for the client that had the file open and is no more.
  LIMIT=240 check "taken-fuse: what was written is there" on node-1 "grep -c . $(target taken-fuse)/taken-fuse-log"
  unpublish taken-fuse node-1 taken-taken-fuse FUSE:/ taken-fuse
  unstage taken-fuse node-1 taken-taken-fuse FUSE:/
  check "taken-fuse: nothing is left" is_gone node-1 taken-taken-fuse taken-fuse
  by_ceph_csi taken-fuse-ended fuse
  on node-1 "kill \$(cat /run/taken-fuse-ended.pid); pkill -KILL -x ceph-fuse"
  unpublish taken-fuse-ended node-1 taken-taken-fuse-ended FUSE:/ taken-fuse-ended
  unstage taken-fuse-ended node-1 taken-taken-fuse-ended FUSE:/
  check "taken-fuse-ended: nothing is left" is_gone node-1 taken-taken-fuse-ended taken-fuse-ended
}

# A part of a share, with permissions, and one that a link would lead out of.
case_subdirectory() {
  local kind=NFS:4.2:share1 name=subdirectory
  stage "$name" node-1 sub "$kind" subDir=a/b mountPermissions=0770 || return 0
  publish "$name" node-1 sub "$kind" sub false subDir=a/b mountPermissions=0770
  check "$name: it has the permissions" same "$(on node-1 "stat -c %a $(target sub)")" 770
  on node-1 "touch $(target sub)/inside"
  check "$name: it lies where it shall" on node-2 "test -e /srv/nfs/share1/a/b/inside"
  unpublish "$name" node-1 sub "$kind" sub
  unstage "$name" node-1 sub "$kind"
  on node-2 "ln -sfn /etc /srv/nfs/share1/out"
  refused "$name: a link is not followed" FAILED_PRECONDITION "symbolic link" node-1-nfs 60 NodeStageVolume \
    "$(stage_request sub "$kind" subDir=out/made)"
  check "$name: nothing is left" is_gone node-1 sub sub
  check "$name: nothing was made outside" on node-1 "test ! -e /etc/made"
}

# What the servers refuse is named, in time, and leaves nothing.
case_refused() {
  local version
  for version in 3 4.1; do
    refused "refused: NFS $version without a rule" PERMISSION_DENIED "rule" node-1-nfs 60 NodeStageVolume \
      "$(stage_request refused "NFS:$version:share3")"
  done
  address=10.77.0.9 refused "refused: NFS without a server" "UNAVAILABLE" "does not answer" node-1-nfs 20 \
    NodeStageVolume "$(address=10.77.0.9 stage_request refused NFS:4.1:share1)"
  for mounter in KERNEL FUSE; do
    refused "refused: $mounter with a wrong key" PERMISSION_DENIED "the key is wrong" node-1-cephfs 60 \
      NodeStageVolume "$(user=reader stage_request refused $mounter:/)"
    refused "refused: $mounter of a path that is not there" NOT_FOUND "no such path" node-1-cephfs 60 \
      NodeStageVolume "$(stage_request refused $mounter:/nowhere)"
    refused "refused: $mounter without a server" UNAVAILABLE "answers" node-1-cephfs 20 \
      NodeStageVolume "$(address=10.77.0.9 stage_request refused $mounter:/)"
  done
  check "refused: no key is left" no_key_is_left node-1
  check "refused: nothing is left" is_gone node-1 refused refused
}

# A server that is away while volumes are in use, and a volume of another server meanwhile.
away() { # away NAME KIND VERB BACK
  local name=$1 kind=$2 verb=$3 back=$4 volume=away-$1 client began
  client=$(client node-1 "$kind")
  stage "$name" node-1 "$volume" "$kind" || return 0
  publish "$name" node-1 "$volume" "$kind" "$name-1" false
  publish "$name" node-1 "$volume" "$kind" "$name-2" false
  on node-1 "echo kept >$(target "$name-1")/kept-$name; sync -f $(target "$name-1")/kept-$name"
  nfs "$verb"
  tell "$client" 8 NodeGetVolumeStats "$(path_request "$volume" "$name-1")"
  began=$EPOCHREALTIME
  address=10.77.0.1 stage "$name: another volume meanwhile" node-1-well well NFS:4.2:well || true
  address=10.77.0.1 publish "$name: another volume meanwhile" node-1-well well NFS:4.2:well well false || true
  stats "$name: another volume meanwhile" node-1-well well NFS:4.2:well well || true
  unpublish "$name: another volume meanwhile" node-1-well well NFS:4.2:well well || true
  unstage "$name: another volume meanwhile" node-1-well well NFS:4.2:well || true
  echo "     the other volume's five calls took $(since "$began") s"
  hear "$client" || true
  if is_abnormal; then pass "$name: stats end: $answer"; else fail "$name: stats end: $answer"; fi
  for time in 1 2; do
    in_time "$name: stats, time $time" 6 ABNORMAL "$client" NodeGetVolumeStats \
      "$(path_request "$volume" "$name-1")"
  done
  in_time "$name: a new target" 8 "UNAVAILABLE|DEADLINE_EXCEEDED" "$client" NodePublishVolume \
    "$(publish_request "$volume" "$kind" "$name-3" false)"
  in_time "$name: unpublish" 20 OK "$client" NodeUnpublishVolume "$(unpublish_request "$volume" "$name-1")"
  nfs "$back"
  await "$name: the server is back" 60 on node-2 true || true
  check_here "$name: the other target heals by itself" await "good figures" 120 is_well "$client" \
    "$(path_request "$volume" "$name-2")"
  publish "$name: healed" node-1 "$volume" "$kind" "$name-1" false
  check "$name: what was written is there" on node-1 "cat $(target "$name-1")/kept-$name"
  nfs "$verb"
  for pod in 1 2; do
    in_time "$name: unpublish with the server away" 20 OK "$client" NodeUnpublishVolume \
      "$(unpublish_request "$volume" "$name-$pod")"
  done
  in_time "$name: unstage with the server away" 20 OK "$client" NodeUnstageVolume "$(unstage_request "$volume")"
  check "$name: nothing is mounted" is_gone node-1 "$volume" "$name-1"
  nfs "$back"
  await "$name: the server is back" 60 on node-2 true || true
  check "$name: nobody hangs when the server is back" nobody_hangs node-1
  TRIES=20 stage "$name: anew" node-1 "$volume" "$kind" || return 0
  unstage "$name: anew" node-1 "$volume" "$kind"
}
case_frozen() {
  away frozen-nfs3 NFS:3:share1 freeze thaw
  away frozen-nfs42 NFS:4.2:share1 freeze thaw
  away frozen-kernel KERNEL:/ freeze thaw
  away frozen-fuse FUSE:/ freeze thaw
}
case_dropped() { away dropped NFS:4.1:share1 drop undrop; }

# A rule is taken away under a mount and given back.
case_rule() {
  local version volume
  for version in 3 4.2; do
    volume=rule-$version
    stage "rule $version" node-1 "$volume" "NFS:$version:share2" || return 0
    publish "rule $version" node-1 "$volume" "NFS:$version:share2" "$volume" false
    on node-1 "echo kept >$(target "$volume")/kept"
    nfs deny share2 10.77.0.1
    in_time "rule $version: stats without the rule" 15 ABNORMAL node-1-nfs NodeGetVolumeStats \
      "$(path_request "$volume" "$volume")"
    in_time "rule $version: publish without the rule" 30 "UNAVAILABLE|PERMISSION_DENIED" node-1-nfs \
      NodePublishVolume "$(publish_request "$volume" "NFS:$version:share2" "$volume-2" false)"
    nfs allow share2 10.77.0.1
    publish "rule $version: given back" node-1 "$volume" "NFS:$version:share2" "$volume-2" false
    publish "rule $version: given back" node-1 "$volume" "NFS:$version:share2" "$volume" false
    for pod in "$volume" "$volume-2"; do
      check "rule $version: what was written is at $pod" on node-1 "cat $(target "$pod")/kept"
    done
    nfs deny share2 10.77.0.1
    for pod in "$volume" "$volume-2"; do
      in_time "rule $version: unpublish without the rule" 30 OK node-1-nfs NodeUnpublishVolume \
        "$(unpublish_request "$volume" "$pod")"
    done
    in_time "rule $version: unstage without the rule" 30 OK node-1-nfs NodeUnstageVolume "$(unstage_request "$volume")"
    nfs allow share2 10.77.0.1
    check "rule $version: nothing is left" is_gone node-1 "$volume" "$volume"
    check "rule $version: nobody hangs" nobody_hangs node-1
  done
}

# A user of CephFS is taken away and shut out under a mount, and given back with the same key; and the process of a FUSE
# mount ends.
case_key() {
  local mounter volume
  for mounter in KERNEL FUSE; do
    volume=key-$mounter
    stage "key $mounter" node-1 "$volume" "$mounter:/" || return 0
    publish "key $mounter" node-1 "$volume" "$mounter:/" "$volume" false
    on node-1 "echo kept >$(target "$volume")/kept; sync -f $(target "$volume")/kept"
    LIMIT=200 on node-2 "ceph auth get client.writer -o /run/writer.keyring 2>/dev/null; ceph auth del client.writer 2>/dev/null
      for id in \$(ceph daemon mds.a session ls 2>/dev/null | sed -n 's/^ *\"id\": \([0-9]*\),/\1/p'); do
        ceph daemon mds.a session evict \$id >/dev/null 2>&1; done" || true
    in_time "key $mounter: publish without the user" 40 "UNAVAILABLE|PERMISSION_DENIED|DEADLINE_EXCEEDED" \
      node-1-cephfs NodePublishVolume "$(publish_request "$volume" "$mounter:/" "$volume-2" false)"
    on node-2 "ceph auth import -i /run/writer.keyring 2>/dev/null"
    TRIES=20 publish "key $mounter: given back" node-1 "$volume" "$mounter:/" "$volume" false
    check "key $mounter: what was written is there" on node-1 "cat $(target "$volume")/kept"
    unpublish "key $mounter" node-1 "$volume" "$mounter:/" "$volume-2"
    unpublish "key $mounter" node-1 "$volume" "$mounter:/" "$volume"
    unstage "key $mounter" node-1 "$volume" "$mounter:/"
  done
  stage "process" node-1 process FUSE:/ || return 0
  publish "process" node-1 process FUSE:/ process false
  on node-1 "pkill -KILL -x ceph-fuse"
  in_time "process: stats after its end" 10 ABNORMAL node-1-cephfs NodeGetVolumeStats "$(path_request process process)"
  publish "process: made anew" node-1 process FUSE:/ process false
  check "process: what was written is there" on node-1 "cat $(target process)/kept"
  unpublish "process" node-1 process FUSE:/ process
  unstage "process" node-1 process FUSE:/
  check "process: nothing is left" is_gone node-1 process process
}

# --- the machines, the servers, the node services

mkdir -p "$NODEVM_SHARE"
rm -rf "$NODEVM_SHARE/moorage"
cp -r "$package" "$NODEVM_SHARE/moorage"
cat >"$NODEVM_SHARE/drivers.yaml" <<'CONFIG'
drivers:
  nfs:
    driver: manila
    drivername: nfs.manila.csi.openstack.org
    share-protocol-selector: NFS
    endpoint: unix:///run/nfs.sock
    instance-id: 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9
    provide-controller-service: false
  cephfs:
    driver: manila
    drivername: cephfs.manila.csi.openstack.org
    share-protocol-selector: CEPHFS
    endpoint: unix:///run/cephfs.sock
    instance-id: 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9
    provide-controller-service: false
CONFIG
[ -n "${NODEVM_UP:-}" ] || "$machines/up.sh" node-1 node-2
nfs start 3 64M
nfs node-1 start 1 64M
on node-1 "mkdir -p /srv/nfs/well && mount --bind /srv/nfs/share1 /srv/nfs/well"
nfs node-1 allow well 10.77.0.1
for n in 1 2; do
  nfs allow share1 10.77.0.$n
  nfs allow share2 10.77.0.$n
done
ceph start
writer=$(ceph key writer)
for node in node-1 node-2; do start_node $node; done
for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" /usr/lib/jvm/*25*; do
  if [ -x "$home/bin/java" ] && grep -qs '^JAVA_VERSION="25' "$home/release"; then
    java=$home/bin/java
    break
  fi
done
[ -n "${java:-}" ] || { echo "no Java 25 found; set JAVA_HOME to one" >&2; exit 1; }
connect node-1 nfs node-1-nfs
connect node-1 nfs node-1-well-nfs
connect node-1 cephfs node-1-cephfs
connect node-2 nfs node-2-nfs
connect node-2 cephfs node-2-cephfs

for name in "${cases[@]}"; do
  "case_$name" || true
done

echo "$passed passed, $failed failed"
if [ "$failed" != 0 ]; then
  echo "--- the node service's last lines"
  tail -n "${NODEVM_LOG_LINES:-20}" "$NODEVM_SHARE/node-1.log"
  exit 1
fi
