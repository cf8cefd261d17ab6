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
chart=$main/charts/openstack-cinder-csi examples=$main/manifests/examples
helm=${HELM:-helm} limit=${LIMIT:-120} system=kube-system namespace=chart-walk release=cinder-csi
log=$(mktemp)
trap 'rm -f "$log" "$log.numbers"' EXIT
passed=0 failed=0

k() { kubectl -n "$namespace" "$@"; }
until_true() {
  local begin=$SECONDS
  until "$@" >/dev/null 2>&1; do
    if [ $((SECONDS - begin)) -ge "$limit" ]; then echo "not within $limit s: $*"; "$@"; return 1; fi
    sleep 0.5
  done
}
must() { step "$@"; [ "$failed" = 0 ] || { echo "$passed passed, $failed failed"; exit 1; }; }
step() {
  local title=$1 begin=$SECONDS verdict=PASS; shift
  ( set -e; "$@" ) >"$log" 2>&1
  if [ $? = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) verdict=FAIL; fi
  printf '%s %4d s  %s\n' "$verdict" $((SECONDS - begin)) "$title"
  [ "$verdict" = PASS ] || tail -n 8 "$log" | sed 's/^/            /'
}
helm_up() { "$helm" upgrade --install "$release" "$@" --namespace "$system" --timeout "${limit}s" --wait; }
ready() {
  kubectl -n "$system" rollout status --timeout "${limit}s" deployment/openstack-cinder-csi-controllerplugin
  kubectl -n "$system" rollout status --timeout "${limit}s" daemonset/openstack-cinder-csi-nodeplugin
  until_true sh -c "kubectl get csinodes -o jsonpath='{.items[*].spec.drivers[*].name}' | grep -q cinder.csi.openstack.org"
}
dry_run() {
  "$helm" template "$release" "$chart" --namespace "$system" --values "$values" "$@" | kubectl apply --dry-run=server -f -
}
running() { until_true sh -c "kubectl -n $namespace get pod $1 -o jsonpath='{.status.phase}' | grep -q Running"; }
inside() { local pod=$1; shift; k exec "$pod" -- "$@"; }
example() { k apply -f "$examples/$1.yaml"; }
# Nothing is said, by a command that did not fail.
nothing() { local said; said=$("$@") || return 1; [ -z "$said" ]; }
gone() { nothing kubectl get pv -o jsonpath="{.items[?(@.spec.claimRef.namespace=='$namespace')].metadata.name}"; }
grown() { [ "$(inside nginx df -k /var/lib/www/html | awk 'END { print $2 }')" -gt 1500000 ]; }
page() { inside "$1" grep -qx 'Hello from Cinder' /var/lib/www/html/index.html; }

begin_nginx() { kubectl create namespace "$namespace"; until_true k get serviceaccount default; example storageclass; example nginx; running nginx; }
write_page() { inside nginx sh -c 'echo "Hello from Cinder" >/var/lib/www/html/index.html; sync'; page nginx; }
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
# Each container of both parts has counted none.
no_restart() {
  local counts
  counts=$(kubectl -n "$system" get pods -l "release=$release" -o jsonpath='{.items[*].status.containerStatuses[*].restartCount}')
  echo "restarts: $counts"
  [ "$(wc -w <<<"$counts")" -ge 9 ]
  ! grep -q '[1-9]' <<<"$counts"
}
# The pod writes a number a fifth of a second; it is the same container before and after, and no number is missing.
begin_writing() {
  inside nginx sh -c 'cd /var/lib/www/html; (n=0; while :; do n=$((n+1)); echo $n >>numbers || exit; sleep 0.2; done) >/dev/null 2>&1 &'
  sleep 2
  inside nginx tail -n 1 /var/lib/www/html/numbers
}
still_writing() {
  local before after restarts
  before=$(inside nginx tail -n 1 /var/lib/www/html/numbers); sleep 2
  after=$(inside nginx tail -n 1 /var/lib/www/html/numbers)
  echo "$before, then $after"
  [ "$after" -gt "$before" ]
  inside nginx cat /var/lib/www/html/numbers >"$log.numbers"
  awk -v least="$after" '$1 != NR { print "line " NR " is " $1; exit 1 } END { exit NR < least }' "$log.numbers"
  restarts=$(k get pod nginx -o jsonpath='{.status.containerStatuses[0].restartCount}')
  [ "$restarts" = 0 ]
  inside nginx grep -q ' /var/lib/www/html ' /proc/mounts
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
  step "it registers" ready
  must "nginx runs on a volume" begin_nginx
  step "a page is written and read" write_page
  step "the pod begins to write numbers" begin_writing
  must "helm upgrade to this chart: pods ready" helm_up "$chart" --values "$values"
  step "it registers" ready
  step "the volume stayed mounted, the pod writes on, no number is missing" still_writing
else
  must "helm install: controller and node pods ready" helm_up "$chart" --values "$values"
  step "it registers" ready
  must "nginx runs on a volume" begin_nginx
  step "a page is written and read" write_page
fi
step "the volume and its file system grow in use" grow
step "snapshot" snapshot
step "restore: the page is there" another restore
step "clone: the page is there" another clone
[ -z "$old" ] || step "the pod still writes" still_writing
step "pods, snapshot and claims are deleted, and their volumes" end_nginx
step "no container of the driver restarted" no_restart
step "helm uninstall" "$helm" uninstall "$release" --namespace "$system" --wait
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
