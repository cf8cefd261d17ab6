#!/usr/bin/env bash
# The chart in a real cluster, in place of the Go driver's: prints PASS or FAIL for each step and "N passed, N failed" last;
# exit 1 if one failed.
#
#   chart.sh VALUES [OLD_CHART OLD_VALUES]
#
# KUBECONFIG names the cluster; the image and the sidecars' are there. VALUES are values for our chart on it. With OLD_CHART,
# the Go driver's, that is installed first with VALUES and OLD_VALUES, a pod writes, and the release is upgraded to ours, with
# VALUES alone. HELM is helm; LIMIT is how many seconds a step may take.
set -uo pipefail

values=${1:?Usage: chart.sh VALUES [OLD_CHART OLD_VALUES]} old=${2:-} old_values=${3:-}
main=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../main" && pwd)
chart=$main/charts/openstack-cinder-csi examples=$main/manifests/examples mounted=/var/lib/www/html
namespace=chart-walk release=cinder-csi driver=cinder.csi.openstack.org
. "${BASH_SOURCE[0]%/*}/chart-steps"
workloads=(deployment/openstack-cinder-csi-controllerplugin daemonset/openstack-cinder-csi-nodeplugin)

example() { k apply -f "$examples/$1.yaml"; }
grown() { [ "$(inside nginx df -k "$mounted" | awk 'END { print $2 }')" -gt 1500000 ]; }

begin_nginx() { kubectl create namespace "$namespace"; until_true k get serviceaccount default; example storageclass; example nginx; running nginx; }
grow() { example resize; until_true grown; page nginx; }
snapshot() {
  example snapshot
  until_true sh -c "kubectl -n $namespace get volumesnapshot csi-snapshot-cinder -o jsonpath='{.status.readyToUse}' | grep -q true"
}
another() { example "$1"; running "nginx-$1"; page "nginx-$1"; }
end_nginx() {
  k delete pod --all --wait
  k delete volumesnapshot --all --wait
  k delete pvc --all --wait
  until_true gone
  kubectl delete namespace "$namespace"
  kubectl delete -f "$examples/storageclass.yaml" --ignore-not-found
  kubectl delete volumesnapshotclass csi-cinder-snapclass --ignore-not-found
}

step "helm lint" "$helm" lint --strict "$chart" --values "$values"
step "server-side dry run: these values" dry_run
step "server-side dry run: two controllers, metrics, annotations, network policy" dry_run \
  --set csi.plugin.controllerPlugin.replicas=2 --set csi.plugin.httpEndpoint.enabled=true --set pvcAnnotations=true \
  --set csi.plugin.controllerPlugin.networkPolicy.enabled=true
step "server-side dry run: credentials from a secret of the chart, on nodes too" dry_run --set secret.enabled=true \
  --set secret.create=true --set-string 'secret.data.cloud\.conf=[Global]' --set csi.plugin.nodePlugin.cloudConfig=true
step "server-side dry run: the plain manifests" kubectl apply --dry-run=server -f "$main/manifests/cinder-csi-plugin.yaml"
if [ -n "$old" ]; then
  must "the Go driver's chart: installed, pods ready" helm_up "$old" --values "$values" --values "$old_values"
  step "it registers" ready "${workloads[@]}"
  must "nginx runs on a volume" begin_nginx
  step "a page is written and read" write_page
  step "the pod begins to write numbers" begin_writing
  must "helm upgrade to this chart: pods ready" helm_up "$chart" --values "$values"
  step "it registers" ready "${workloads[@]}"
  step "the volume stayed mounted, the pod writes on, no number is missing" still_writing
else
  must "helm install: controller and node pods ready" helm_up "$chart" --values "$values"
  step "it registers" ready "${workloads[@]}"
  must "nginx runs on a volume" begin_nginx
  step "a page is written and read" write_page
fi
step "the volume and its file system grow in use" grow
step "snapshot" snapshot
step "restore: the page is there" another restore
step "clone: the page is there" another clone
[ -z "$old" ] || step "the pod still writes" still_writing
step "pods, snapshot and claims are deleted, and their volumes" end_nginx
step "no container of the driver restarted" no_restart 9
step "helm uninstall" "$helm" uninstall "$release" --namespace "$system" --wait
end
