{{- define "manila.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* The name of one part's objects: root and values. */}}
{{- define "manila.full" -}}
{{- if .values.fullnameOverride -}}
{{- .values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "manila.name" .root -}}
{{- $base := ternary .root.Release.Name (printf "%s-%s" .root.Release.Name $name) (contains $name .root.Release.Name) -}}
{{- printf "%s-%s" $base .values.name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What the pods of one part are found by; it never changes, since a StatefulSet may not change it. */}}
{{- define "manila.match" -}}
component: {{ .part }}
app: {{ include "manila.name" .root }}
release: {{ .root.Release.Name }}
{{- end -}}

{{- define "manila.labels" -}}
{{ include "manila.match" . }}
chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
heritage: {{ .root.Release.Service }}
{{- with .root.Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "manila.driver" -}}
{{ printf "%s.%s" .protocol.protocolSelector .root.Values.driverName | lower }}
{{- end -}}

{{- define "manila.port" -}}
{{ .protocol.healthPort | default (add .first .index) }}
{{- end -}}

{{/* One sidecar of one protocol: root, protocol, name, values, context, mounts, args, env. */}}
{{- define "manila.sidecar" -}}
- name: {{ lower .protocol.protocolSelector }}-{{ .name }}
  image: "{{ .values.image.repository }}:{{ .values.image.tag }}"
  imagePullPolicy: {{ .values.image.pullPolicy }}
  {{- with .context }}
  securityContext: {{- toYaml . | nindent 4 }}
  {{- end }}
  args:
    - "-v={{ .root.Values.logVerbosityLevel }}"
    - "--csi-address=/csi/csi.sock"
    {{- range .args }}
    - {{ . | quote }}
    {{- end }}
  {{- with concat (default (list) .env) (default (list) .values.extraEnv) }}
  env: {{- toYaml . | nindent 4 }}
  {{- end }}
  volumeMounts:
    - {name: {{ lower .protocol.protocolSelector }}-plugin-dir, mountPath: /csi}
    {{- with .mounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .values.resources }}
  resources: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* The driver's own container up to its part's arguments: root and protocol. Its probes ask as those of Cinder's do. */}}
{{- define "manila.driverContainer" -}}
- name: {{ lower .protocol.protocolSelector }}-nodeplugin
  image: "{{ .root.Values.csimanila.image.repository }}:{{ .root.Values.csimanila.image.tag | default .root.Chart.AppVersion }}"
  imagePullPolicy: {{ .root.Values.csimanila.image.pullPolicy }}
  command: [/bin/manila-csi-plugin]
  args:
    - "-v={{ .root.Values.logVerbosityLevel }}"
    - "--endpoint=unix:///csi/csi.sock"
    - "--drivername={{ include "manila.driver" . }}"
    - "--share-protocol-selector={{ .protocol.protocolSelector }}"
    {{- with .root.Values.csimanila.clusterID }}
    - "--cluster-id={{ . }}"
    {{- end }}
    {{- if .root.Values.csimanila.topologyAwarenessEnabled }}
    - "--with-topology"
    {{- end }}
    {{- if .root.Values.csimanila.runtimeConfig.enabled }}
    - "--runtime-config-file=/runtimeconfig/runtimeconfig.json"
    {{- end }}
    {{- range .args }}
    - {{ . | quote }}
    {{- end }}
  ports:
    - {name: {{ lower .protocol.protocolSelector }}-health, containerPort: {{ .port }}}
    {{- with .http }}
    - {name: {{ lower $.protocol.protocolSelector }}-http, containerPort: {{ . }}}
    {{- end }}
  startupProbe:
    httpGet: {path: /healthz, port: {{ .port }}}
    failureThreshold: 720
    timeoutSeconds: 10
    periodSeconds: 5
  livenessProbe:
    httpGet: {path: /healthz, port: {{ .port }}}
    failureThreshold: 5
    initialDelaySeconds: 10
    timeoutSeconds: 10
    periodSeconds: 60
  readinessProbe:
    httpGet: {path: /healthz, port: {{ .port }}}
    timeoutSeconds: 10
    periodSeconds: 10
{{- end -}}

{{/* What pods of both parts have in common: root, part, and the part's own values. */}}
{{- define "manila.pod" -}}
{{- if .values.affinity }}
affinity: {{- toYaml .values.affinity | nindent 2 }}
{{- else if gt (int .values.replicas) 1 }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: {{- include "manila.match" . | nindent 14 }}
{{- end -}}
{{- range $key := list "nodeSelector" "tolerations" "hostAliases" -}}
{{- with get $.values $key }}
{{ $key }}: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}
{{- with .values.podSecurityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end -}}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}
