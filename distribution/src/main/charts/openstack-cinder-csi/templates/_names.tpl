{{- define "moorage.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* What the pods of one part are found by; it never changes, since a Deployment may not change it. */}}
{{- define "moorage.match" -}}
component: {{ .part }}
app: {{ include "moorage.name" .root }}
release: {{ .root.Release.Name }}
{{- end -}}

{{- define "moorage.labels" -}}
{{ include "moorage.match" . }}
chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
heritage: {{ .root.Release.Service }}
{{- with .root.Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* One sidecar: root, name, values, context (a securityContext), socket, mounts, args. */}}
{{- define "moorage.sidecar" -}}
- name: {{ .name }}
  image: "{{ .values.image.repository }}:{{ .values.image.tag }}"
  imagePullPolicy: {{ .values.image.pullPolicy }}
  {{- with .context }}
  securityContext: {{- toYaml . | nindent 4 }}
  {{- end }}
  args:
    - "-v={{ .root.Values.logVerbosityLevel }}"
    - "--csi-address={{ .socket }}/csi.sock"
    {{- range .args }}
    - {{ . | quote }}
    {{- end }}
    {{- include "moorage.extraArgs" (dict "root" .root "args" .values.extraArgs) | nindent 4 }}
  {{- with concat (default (list) .env) (default (list) .values.extraEnv) }}
  env: {{- toYaml . | nindent 4 }}
  {{- end }}
  volumeMounts:
    - {name: socket-dir, mountPath: {{ .socket }}}
    {{- with .mounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .values.resources }}
  resources: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* Further arguments: a text that is a template of a YAML list, as in the Go driver's chart, or a list. */}}
{{- define "moorage.extraArgs" -}}
{{- if kindIs "string" .args -}}
{{- if .args }}{{ tpl .args .root | trim }}{{ end -}}
{{- else if .args -}}
{{- toYaml .args -}}
{{- end -}}
{{- end -}}

{{/* The driver's own container up to its arguments. */}}
{{- define "moorage.image" -}}
image: "{{ .Values.csi.plugin.image.repository }}:{{ .Values.csi.plugin.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.csi.plugin.image.pullPolicy }}
command: [/bin/cinder-csi-plugin]
{{- end -}}

{{/* All ask the liveness probe's sidecar, which asks Probe: ready is who has logged in to the cloud once, and then for good.
     It says that one that is not ready is not well, so a start has an hour, or an outage of the cloud would restart it. */}}
{{- define "moorage.probes" -}}
startupProbe:
  httpGet: {path: /healthz, port: healthz}
  failureThreshold: 720
  timeoutSeconds: {{ .timeoutSeconds }}
  periodSeconds: 5
livenessProbe:
  httpGet: {path: /healthz, port: healthz}
  failureThreshold: {{ .failureThreshold }}
  initialDelaySeconds: {{ .initialDelaySeconds }}
  timeoutSeconds: {{ .timeoutSeconds }}
  periodSeconds: {{ .periodSeconds }}
readinessProbe:
  httpGet: {path: /healthz, port: healthz}
  timeoutSeconds: {{ .timeoutSeconds }}
  periodSeconds: 10
{{- end -}}

{{/* The mounts that a part gets of those given for both, without the credentials where it has no need of them. */}}
{{- define "moorage.mounts" -}}
{{- $kept := list -}}
{{- range .root.Values.csi.plugin.volumeMounts -}}
{{- if or (ne .name "cloud-config") (and $.credentials (or $.root.Values.secret.enabled $.root.Values.secret.hostMount)) -}}
{{- $kept = append $kept . -}}
{{- end -}}
{{- end -}}
{{- if $kept }}{{ toYaml $kept }}{{ end -}}
{{- end -}}

{{- define "moorage.volumes" -}}
{{- if .credentials }}
{{- if .root.Values.secret.enabled }}
- name: cloud-config
  secret: {secretName: {{ .root.Values.secret.name }}}
{{- else if .root.Values.secret.hostMount }}
- name: cloud-config
  hostPath: {path: /etc/config}
{{- end }}
{{- end }}
{{- with .root.Values.csi.plugin.volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What pods of both parts have in common: root, part, and the part's own values. */}}
{{- define "moorage.pod" -}}
{{- with .values.podSecurityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
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
            matchLabels: {{- include "moorage.match" . | nindent 14 }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.hostAliases }}
hostAliases: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName | default .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
