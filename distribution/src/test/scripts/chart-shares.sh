#!/usr/bin/env bash
# The chart of Manila in a real cluster, in place of the Go driver's: prints PASS or FAIL for each step and "N passed,
# N failed" last; exit 1 if one failed.
#
#   SECRETS_OF=FILE chart-shares.sh VALUES [OLD_CHART OLD_VALUES]
#
# KUBECONFIG names the cluster; the image and the sidecars' are there. VALUES are values for our chart on it, with one
# protocol. With OLD_CHART, the Go driver's, that is installed first with VALUES and OLD_VALUES, a pod writes to a share, and
# the release is upgraded to ours, with VALUES alone. SECRETS_OF names a file of `os-*: value` lines, the secret of the
# class; PARAMETERS ("type=default ...") are the class's. Shares are mounted by whom VALUES say: where no file server exports
# them, a partner at fwdNodePluginEndpoint that binds their directories does (the demo's StandIn). HELM is helm; LIMIT is how
# many seconds a step may take.
set -uo pipefail

values=${1:?Usage: chart-shares.sh VALUES [OLD_CHART OLD_VALUES]} old=${2:-} old_values=${3:-}
: "${SECRETS_OF:?names a file of os-*: value lines}"
main=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../main" && pwd)
chart=$main/charts/openstack-manila-csi mounted=/data
namespace=share-walk release=manila-csi driver=${DRIVER:-nfs.manila.csi.openstack.org}
. "${BASH_SOURCE[0]%/*}/chart-steps"
workloads=(statefulset/manila-csi-openstack-manila-csi-controllerplugin daemonset/manila-csi-openstack-manila-csi-nodeplugin)

pairs() { local pair; for pair; do echo "  ${pair%%=*}: \"${pair#*=}\""; done; }
secrets() { local call; for call; do printf '  csi.storage.k8s.io/%s-secret-name: %s\n  csi.storage.k8s.io/%s-secret-namespace: %s\n' "$call" cloud "$call" "$namespace"; done; }
class() { # class NAME BINDING
  kubectl apply -f - <<Y
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: $1}
provisioner: $driver
allowVolumeExpansion: true
volumeBindingMode: $2
parameters:
$(pairs ${PARAMETERS:-type=default})
$(secrets provisioner controller-expand node-stage node-publish)
Y
}
classes() {
  kubectl create namespace "$namespace"
  until_true k get serviceaccount default
  k create secret generic cloud --from-env-file=<(sed -n 's/^\(os-[A-Za-z]*\): */\1=/p' "$SECRETS_OF")
  class "$namespace" Immediate
  class "$namespace-late" WaitForFirstConsumer
  kubectl apply -f - <<Y
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: {name: $namespace}
driver: $driver
deletionPolicy: Delete
parameters:
  csi.storage.k8s.io/snapshotter-secret-name: cloud
  csi.storage.k8s.io/snapshotter-secret-namespace: $namespace
Y
}
# claim NAME SIZE [SNAPSHOT], of the class that `of` names, and a pod of that name that has it.
use() {
  local source=
  [ $# -lt 3 ] || source="dataSource: {kind: VolumeSnapshot, name: $3, apiGroup: snapshot.storage.k8s.io}"
  k apply -f - <<Y
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $1}
spec:
  storageClassName: ${of:-$namespace}
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: $2}}
  $source
---
apiVersion: v1
kind: Pod
metadata: {name: $1}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: main
      image: ${IMAGE:-docker.io/library/nginx:latest}
      imagePullPolicy: IfNotPresent
      volumeMounts: [{name: share, mountPath: $mounted}]
  volumes: [{name: share, persistentVolumeClaim: {claimName: $1}}]
Y
  running "$1"
}
begin() { classes; use nginx 1Gi; }
# The provisioner is told a node. Until its version 6 it looks that up, whichever version is here.
late() {
  kubectl auth can-i get nodes --as "system:serviceaccount:$system:${workloads[0]#*/}"
  of=$namespace-late use late 1Gi
}
# What a cluster remembers of the volume; an upgrade changes none of it.
remembered() { kubectl get pv "$(k get pvc nginx -o jsonpath='{.spec.volumeName}')" -o jsonpath='{.metadata.uid} {.status.phase} {.spec.csi}'; }
unchanged() {
  local before
  before=$(cat "$log.before")
  [ -n "$before" ] && [ "$(remembered)" = "$before" ]
}
remember() { remembered >"$log.before"; cat "$log.before"; }
grow() {
  k patch pvc nginx -p '{"spec": {"resources": {"requests": {"storage": "2Gi"}}}}'
  k wait --for jsonpath='{.status.capacity.storage}'=2Gi --timeout "${limit}s" pvc/nginx
  page nginx
}
snapshot() {
  k apply -f - <<Y
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: {name: nginx}
spec: {volumeSnapshotClassName: $namespace, source: {persistentVolumeClaimName: nginx}}
Y
  k wait --for jsonpath='{.status.readyToUse}'=true --timeout "${limit}s" volumesnapshot/nginx
}
restored() { use restored 2Gi nginx; [ -z "${DATA_IN_SNAPSHOTS:-}" ] || page restored; }
second() {
  k run second --restart Never --image "${IMAGE:-docker.io/library/nginx:latest}" --image-pull-policy IfNotPresent --overrides \
    "{\"spec\": {\"containers\": [{\"name\": \"second\", \"image\": \"${IMAGE:-docker.io/library/nginx:latest}\", \"imagePullPolicy\": \"IfNotPresent\", \"volumeMounts\": [{\"name\": \"share\", \"mountPath\": \"$mounted\"}]}], \"volumes\": [{\"name\": \"share\", \"persistentVolumeClaim\": {\"claimName\": \"nginx\"}}]}}"
  running second
  page second
}
clear_up() {
  k delete pod --all --wait
  k delete volumesnapshot --all --wait
  k delete pvc --all --wait
  until_true gone
  kubectl delete storageclass,volumesnapshotclass "$namespace"
  kubectl delete storageclass "$namespace-late"
  kubectl delete namespace "$namespace"
}

step "helm lint" "$helm" lint --strict "$chart" --values "$values"
step "server-side dry run: these values" dry_run
step "server-side dry run: two controllers, topology, annotations, network policy, run-time configuration" dry_run \
  --set controllerplugin.replicas=2 --set csimanila.topologyAwarenessEnabled=true --set csimanila.pvcAnnotations=true \
  --set controllerplugin.networkPolicy.enabled=true --set csimanila.runtimeConfig.enabled=true
step "server-side dry run: CephFS" dry_run --set 'shareProtocols[0].protocolSelector=CEPHFS'
step "server-side dry run: the plain manifests" kubectl apply --dry-run=server -f "$main/manifests/manila-csi-plugin.yaml"
if [ -n "$old" ]; then
  must "the Go driver's chart: installed, pods ready" helm_up "$old" --values "$values" --values "$old_values"
  step "it registers" ready "${workloads[@]}"
  must "a pod runs on a share" begin
  step "a page is written and read" write_page
  step "the pod begins to write numbers" begin_writing
  step "its volume is bound" remember
  must "helm upgrade to this chart: pods ready" helm_up "$chart" --values "$values"
  step "it registers" ready "${workloads[@]}"
  step "the share stayed mounted, the pod writes on, no number is missing" still_writing
  step "its volume is the same, and bound" unchanged
else
  must "helm install: controller and node pods ready" helm_up "$chart" --values "$values"
  step "it registers" ready "${workloads[@]}"
  must "a pod runs on a share" begin
  step "a page is written and read" write_page
fi
step "a second pod reads the same share" second
step "a claim that waits for its pod is bound, and the pod runs" late
step "the share grows in use" grow
step "snapshot" snapshot
step "restore: a pod runs on it" restored
[ -z "$old" ] || step "the pod still writes" still_writing
step "pods, snapshot and claims are deleted, and their volumes" clear_up
step "no container of the driver restarted" no_restart 8
step "helm uninstall" "$helm" uninstall "$release" --namespace "$system" --wait
end
