#!/usr/bin/env bash
# A cluster that runs on the Go driver gets Moorage in its place while pods write: prints PASS or FAIL for each step
# and "N passed, N failed" last; exit 1 if one failed.
#
#   START_OLD="..." STOP_OLD="..." START_NEW="..." STOP_NEW="..." take-over.sh
#
# KUBECONFIG names the cluster. The four commands start and stop the drivers with their sidecars, under the same
# sockets. PARAMETERS ("type=standard ...") are the StorageClass's; IMAGE has a shell; CLOUD_VOLUMES is a command that
# prints the cloud's volumes and snapshots, one on a line; LIMIT is how many seconds a step may take.
set -uo pipefail

: "${START_OLD:?}" "${STOP_OLD:?}" "${START_NEW:?}" "${STOP_NEW:?}"
driver=${DRIVER:-cinder.csi.openstack.org}
namespace=${NAMESPACE:-take-over}
image=${IMAGE:-localhost/busybox:lab}
limit=${LIMIT:-120}
work=$(mktemp -d -t moorage-take-over-XXXXXX)
log=$work/log
passed=0 failed=0
trap 'rm -rf "$work"' EXIT

k() { kubectl -n "$namespace" "$@"; }
until_true() {
  local begin=$SECONDS
  until "$@" >/dev/null 2>&1; do
    if [ $((SECONDS - begin)) -ge "$limit" ]; then echo "not within $limit s: $*"; "$@"; return 1; fi
    sleep 0.5
  done
}
step() {
  local title=$1 begin=$SECONDS verdict=PASS; shift
  # Not as the condition of an if: bash heeds no -e there, and the last command's word would be all that counts.
  ( set -e; "$@" ) >"$log" 2>&1
  if [ $? = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) verdict=FAIL; fi
  printf '%s %4d s  %s\n' "$verdict" $((SECONDS - begin)) "$title"
  [ "$verdict" = PASS ] || tail -n 8 "$log" | sed 's/^/            /'
}
pairs() { local pair; for pair; do echo "  ${pair%%=*}: \"${pair#*=}\""; done; }

classes() {
  kubectl create namespace "$namespace"
  until_true k get serviceaccount default
  kubectl apply -f - <<Y
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: $namespace}
provisioner: $driver
allowVolumeExpansion: true
volumeBindingMode: WaitForFirstConsumer
parameters:
  csi.storage.k8s.io/fstype: xfs
$(pairs ${PARAMETERS:-})
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: {name: $namespace}
driver: $driver
deletionPolicy: Delete
parameters: {force-create: "true"}
Y
}
claim() { # claim NAME MODE [SNAPSHOT]
  local source=
  [ $# -lt 3 ] || source="dataSource: {kind: VolumeSnapshot, name: $3, apiGroup: snapshot.storage.k8s.io}"
  k apply -f - <<Y
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $1}
spec:
  storageClassName: $namespace
  accessModes: [ReadWriteOnce]
  volumeMode: $2
  resources: {requests: {storage: 1Gi}}
  $source
Y
}
# Writes a number a few times a second, reads it back, and ends with an error when it cannot.
writer='i=0; while :; do i=$((i + 1)); echo $i >$FILE && sync && [ "$(head -c 20 $FILE | head -n 1)" = $i ] || exit 7; echo $i; sleep 0.3; done'
pod() { # pod NAME CLAIM MODE
  local at='volumeMounts: [{name: v, mountPath: /data}]' file=/data/number
  [ "$3" = Filesystem ] || at='volumeDevices: [{name: v, devicePath: /dev/data}]' file=/dev/data
  k apply -f - <<Y
apiVersion: v1
kind: Pod
metadata: {name: $1}
spec:
  terminationGracePeriodSeconds: 0
  restartPolicy: Never
  containers:
  - name: c
    image: $image
    env: [{name: FILE, value: $file}]
    command: [sh, -c, '$writer']
    $at
  volumes: [{name: v, persistentVolumeClaim: {claimName: $2}}]
Y
  k wait --for condition=Ready --timeout "${limit}s" "pod/$1"
}
number() { k logs "$1" --tail=1; }
writes_on() { # the pod goes on: its number grows and it was never started again
  local before; before=$(number "$1")
  until_true grows "$1" "$before"
  [ "$(k get pod "$1" -o jsonpath='{.status.phase} {.status.containerStatuses[0].restartCount}')" = "Running 0" ]
}
grows() { [ "$(number "$1")" -gt "$2" ]; }
both_write() { writes_on files; writes_on raw; }

made_by_the_old() {
  claim files Filesystem; claim raw Block
  pod files files Filesystem; pod raw raw Block
}
snapshot() {
  k apply -f - <<Y
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: {name: $1}
spec: {volumeSnapshotClassName: $namespace, source: {persistentVolumeClaimName: $2}}
Y
  k wait --for jsonpath='{.status.readyToUse}'=true --timeout "${limit}s" "volumesnapshot/$1"
}
# All that a driver could change, without what the cluster writes by itself.
objects() {
  local kind
  for kind in pv volumeattachments volumesnapshotcontents storageclasses volumesnapshotclasses csidrivers; do
    kubectl get "$kind" -o json
  done | sed '/"resourceVersion"/d'
  k get pvc,volumesnapshots -o json | sed '/"resourceVersion"/d'
  kubectl get csinodes -o jsonpath='{range .items[*].spec.drivers[*]}{.name} {.nodeID} {.topologyKeys}{"\n"}{end}'
}
node_serves() { kubectl get csinodes -o jsonpath='{.items[*].spec.drivers[*].name}' | grep -qw "$driver"; }
swap() {
  objects >"$work/before"
  eval "$STOP_OLD" 9>&-
  eval "$START_NEW" 9>&-
  until_true node_serves
  # Long enough for the sidecars to look through all that is there.
  sleep "${SETTLE:-70}"
}
unchanged() { objects >"$work/after"; diff "$work/before" "$work/after"; }
expand() {
  k patch pvc "$1" -p '{"spec": {"resources": {"requests": {"storage": "2Gi"}}}}'
  k wait --for jsonpath='{.status.capacity.storage}'=2Gi --timeout "${limit}s" "pvc/$1"
}
larger_inside() { [ "$(k exec files -- df -k /data | awk 'END { print $2 }')" -gt 1900000 ]; }
detach() {
  number files >"$work/number"
  k delete pod files raw
  until_true detached
}
nothing() { local said; said=$("$@") || return 1; [ -z "$said" ]; }
detached() { nothing kubectl get volumeattachments -o name; }
data_is_there() {
  pod again files Filesystem
  k exec again -- test -s /data/number
}
restored() {
  claim restored Filesystem old
  k apply -f - <<Y
apiVersion: v1
kind: Pod
metadata: {name: restored}
spec:
  terminationGracePeriodSeconds: 0
  containers: [{name: c, image: $image, command: [sleep, infinity], volumeMounts: [{name: v, mountPath: /data}]}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: restored}}]
Y
  k wait --for condition=Ready --timeout "${limit}s" pod/restored
  k exec restored -- test -s /data/number
}
clean() {
  k delete pod --all
  k delete volumesnapshot --all
  k delete pvc --all
  until_true no_volumes
  kubectl delete storageclass,volumesnapshotclass "$namespace"
  kubectl delete namespace "$namespace" --wait=false
}
no_volumes() { nothing kubectl get pv,volumesnapshotcontents,volumeattachments -o name; }
cloud_is_empty() { [ -z "${CLOUD_VOLUMES:-}" ] || nothing eval "$CLOUD_VOLUMES"; }

step "the Go driver serves the cluster" eval "$START_OLD; until_true node_serves"
step "classes" classes
step "it provisions, attaches, stages and publishes a file system and a raw device" made_by_the_old
step "it takes a snapshot" snapshot old files
step "pods write" both_write
step "the image is swapped" swap
step "no object has changed" unchanged
step "pods went on writing" both_write
step "a volume of the old grows in use" expand files
step "and so does its file system" until_true larger_inside
step "a raw device of the old grows in use" expand raw
step "a snapshot of a volume of the old" snapshot new files
step "pods still write" both_write
step "volumes of the old are unpublished, unstaged and detached" detach
step "data is there in a new pod" data_is_there
step "a snapshot of the old is restored" restored
step "volumes and snapshots of the old are deleted" clean
step "nothing is left in the cloud" until_true cloud_is_empty
eval "$STOP_NEW" >/dev/null 2>&1
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
