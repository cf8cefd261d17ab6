#!/usr/bin/env bash
# Builds the package of Cinder alone, of Manila alone, and of both; tells their sizes, looks for classes of the other
# backend in every jar, and starts each with no more of a cloud than a node needs, to ask it who it is.
#
#   choices.sh [DIRECTORY]
#
# The packages stay in DIRECTORY when one is given. distribution/target/moorage is the whole one at the end.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../../../.."
work=$(mktemp -d -t moorage-choices-XXXXXX)
kept=$(readlink -f "${1:-$work/packages}")
mkdir -p "$kept"
finish() {
  [ -z "${server:-}" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  rm -rf "$work"
}
trap finish EXIT
failed=0

build() { ./mvnw -q -ntp ${MAVEN_OFFLINE:+-o} -DskipTests -pl distribution -am package "$@" >&2; }

call() {
  local settings=distribution/src/test/logback.xml
  "${JAVA_HOME:-/usr}/bin/java" -Dlogback.configurationFile=$settings -cp "distribution/target/test-classes:$whole/lib/*" \
    org.moorage.distribution.CsiCall "$work/csi.sock"
}

# Who the driver of a package says that it is, once it is ready.
ask() {
  "$@" >"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    ! grep -q listening "$work/log" || break
    sleep 0.1
  done
  printf 'Probe 10\nGetPluginInfo 10\n' | call || true
  kill "$server"
  wait "$server" || true
  server=
}

# Classes of a backend that are in a package.
classes() {
  for jar in "$kept/$1"/lib/*.jar; do unzip -Z1 "$jar"; done | grep -cE "$2" || true
}

. <(sed -n '/^if \[ -z "${JAVA_HOME/,/^fi/p' mvnw)
whole=$work/whole
build
cp -a distribution/target/moorage "$whole"
for choice in cinder manila cinder,manila; do
  build -Dbackends="$choice"
  rm -rf "${kept:?}/$choice"
  cp -a distribution/target/moorage "$kept/$choice"
  cinder=$(classes "$choice" '^org/moorage/(.*[Cc]inder|openstack/blockstorage/).*class$')
  manila=$(classes "$choice" '^org/moorage/(.*[Mm]anila|openstack/sharedfilesystem/).*class$')
  echo "$choice: $(du -sk "$kept/$choice" | cut -f1) KiB, $(ls "$kept/$choice/lib" | wc -l) jars," \
    "classes of Cinder $cinder, of Manila $manila"
  case $choice in
    cinder) [ "$cinder" -gt 0 ] && [ "$manila" = 0 ] || failed=1 ;;
    manila) [ "$manila" -gt 0 ] && [ "$cinder" = 0 ] || failed=1 ;;
    *) [ "$manila" -gt 0 ] && [ "$cinder" -gt 0 ] || failed=1 ;;
  esac
  if [ "$cinder" -gt 0 ]; then
    ask "$kept/$choice/bin/cinder-csi-plugin" --endpoint="unix://$work/csi.sock" --provide-controller-service=false \
      --instance-id=11111111-2222-3333-4444-555555555555 --instance-zone=nova >"$work/said"
    cat "$work/said"
    grep -q 'cinder.csi.openstack.org' "$work/said" || { tail -n 20 "$work/log"; failed=1; }
  fi
  if [ "$manila" -gt 0 ]; then
    ask "$kept/$choice/bin/manila-csi-plugin" --endpoint="unix://$work/csi.sock" --provide-controller-service=false \
      --drivername=nfs.manila.csi.openstack.org --share-protocol-selector=NFS --nodeid=here >"$work/said"
    cat "$work/said"
    grep -q 'nfs.manila.csi.openstack.org' "$work/said" || { tail -n 20 "$work/log"; failed=1; }
  fi
done
rm -rf distribution/target/moorage
cp -a "$whole" distribution/target/moorage
[ "$failed" = 0 ] && echo "each holds its own alone, and serves"
exit "$failed"
