{{/* Name of everything that the release makes. */}}
{{- define "postwerk.name" -}}
{{- if contains "postwerk" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-postwerk" (.Release.Name | trunc 31 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{/* What selects the operator's pods; can never change. */}}
{{- define "postwerk.selector" -}}
app.kubernetes.io/name: postwerk
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "postwerk.labels" -}}
{{ include "postwerk.selector" . }}
app.kubernetes.io/version: {{ include "postwerk.version" . | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "postwerk.version" -}}
{{- .Values.image.tag | default .Chart.AppVersion -}}
{{- end -}}

{{/* Namespaces that may have MailServers, separated by commas. */}}
{{- define "postwerk.serverNamespaces" -}}
{{- .Values.serverNamespaces | default (list .Release.Namespace) | uniq | join "," -}}
{{- end -}}

{{/* The operator as the subject of a binding. */}}
{{- define "postwerk.subject" -}}
- kind: ServiceAccount
  name: {{ include "postwerk.name" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}
