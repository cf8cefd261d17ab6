#!/usr/bin/env bash
# A claim with a VolumeAttributesClass, in a real Kubernetes with our driver and the sidecars in it: made with one
# class, changed to another, refused one that cannot be had, brought back; then all is removed.
#
#   KUBECONFIG=... volume-attributes-class.sh
#
# FIRST, SECOND and WRONG are the parameters of three classes, one "key=value" a line; of WRONG at least one is
# unknown. WANT_FIRST and WANT_SECOND are what the volume then shows: texts that SHOW_VOLUME prints, one a line.
# SHOW_VOLUME is the command that, followed by the volume's id, prints the volume. DRIVER is the driver's name,
# LIMIT how many seconds a step may take. Prints a line for each step; ends with 0 when all went well.
set -euo pipefail

DRIVER=${DRIVER:-cinder.csi.openstack.org}
FIRST=${FIRST:-'appendVolumeMetadata={"tier": "iron"}'}
SECOND=${SECOND:-$'type=__DEFAULT__\nmigration-policy=on-demand\nbootable=true\nappendVolumeMetadata={"tier": "gold"}'}
WRONG=${WRONG:-'no-such-parameter=1'}
WANT_FIRST=${WANT_FIRST:-'"tier": "iron"'}
WANT_SECOND=${WANT_SECOND:-$'"tier": "gold"\n"type": "__DEFAULT__"\n"bootable": "true"'}
SHOW_VOLUME=${SHOW_VOLUME:-openstack volume show -f json -c type -c properties -c bootable}
LIMIT=${LIMIT:-120}

name=vac-$RANDOM$RANDOM
volume=
finish() {
  kubectl delete pvc "$name" --ignore-not-found --timeout="${LIMIT}s" >/dev/null || true
  for class in first second wrong; do
    kubectl delete volumeattributesclass "$name-$class" --ignore-not-found --timeout="${LIMIT}s" >/dev/null || true
  done
  if [ -n "$volume" ]; then
    for ((i = 0; i < LIMIT; i++)); do
      [ -n "$(kubectl get pv -o jsonpath="{.items[?(@.spec.csi.volumeHandle=='$volume')].metadata.name}")" ] || break
      sleep 1
    done
    if $SHOW_VOLUME "$volume" >/dev/null 2>&1; then echo "left behind: volume $volume"; else echo "ok: the volume is gone"; fi
  fi
  kubectl delete storageclass "$name" --ignore-not-found >/dev/null || true
}
trap finish EXIT

die() {
  echo "failed: $*" >&2
  kubectl describe pvc "$name" | tail -n 20 >&2 || true
  exit 1
}

field() { kubectl get pvc "$name" -o jsonpath="{$1}"; }

# await WHAT FIELD VALUE
await() {
  for ((i = 0; i < LIMIT; i++)); do
    if [ "$(field "$2")" = "$3" ]; then
      echo "ok: $1 ($i s)"
      return
    fi
    sleep 1
  done
  die "$1: $2 is '$(field "$2")' after $LIMIT s, not '$3'"
}

# parameters LINES: as YAML
parameters() {
  while IFS='=' read -r key value; do printf "  %s: '%s'\n" "$key" "$value"; done <<<"$1"
}

class() {
  kubectl apply -f - >/dev/null <<EOF
apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata:
  name: $name-$1
driverName: $DRIVER
parameters:
$(parameters "$2")
EOF
}

# shows LINES: what the cloud says of the volume
shows() {
  local shown
  shown=$($SHOW_VOLUME "$volume")
  while read -r text; do
    grep -qF -- "$text" <<<"$shown" || die "the volume does not show $text: $shown"
    echo "ok: the volume shows $text"
  done <<<"$1"
}

use() { kubectl patch pvc "$name" --type merge -p "{\"spec\": {\"volumeAttributesClassName\": \"$name-$1\"}}" >/dev/null; }

class first "$FIRST"
class second "$SECOND"
class wrong "$WRONG"
kubectl apply -f - >/dev/null <<EOF
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: $name
provisioner: $DRIVER
volumeBindingMode: Immediate
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: $name
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: $name
  volumeAttributesClassName: $name-first
  resources:
    requests:
      storage: 1Gi
EOF
await "the claim is bound" .status.phase Bound
volume=$(kubectl get pv "$(field .spec.volumeName)" -o jsonpath='{.spec.csi.volumeHandle}')
await "the claim has its first class" .status.currentVolumeAttributesClassName "$name-first"
shows "$WANT_FIRST"

use second
await "the claim has its second class" .status.currentVolumeAttributesClassName "$name-second"
shows "$WANT_SECOND"

use wrong
await "a class that cannot be had is told to be so" .status.modifyVolumeStatus.status Infeasible
kubectl get events --field-selector "involvedObject.name=$name,reason=VolumeModifyFailed" \
  -o jsonpath='{.items[-1:].message}' | sed 's/^/    /;$a\'
shows "$WANT_SECOND"

use second
await "the claim is back at its second class" .status.modifyVolumeStatus ""
await "the claim has its second class still" .status.currentVolumeAttributesClassName "$name-second"
