#!/bin/sh
# Makes the schemas that KubernetesManifestsTest validates with, from Go modules. Needs go and python3.
set -eu
cd "$(dirname "$0")"

# Kubernetes 1.34.2, November 2025; types of the Prometheus operator 0.95.2, 2026.
KUBERNETES=v1.34.2
PROMETHEUS_OPERATOR=v0.95.2
CONTROLLER_TOOLS=v0.19.0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

module() {
  go mod download -json "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])'
}
kubernetes=$(module k8s.io/kubernetes@$KUBERNETES)

# The module of the operator itself has the CRDs, but the proxy may lack it: that of its types suffices.
(
  cd "$work"
  go mod init schemas
  go get github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring@$PROMETHEUS_OPERATOR
  go get -tool sigs.k8s.io/controller-tools/cmd/controller-gen@$CONTROLLER_TOOLS
  types=$(go list -m -f '{{.Dir}}' github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring)
  cp -r "$types" monitoring
  chmod -R u+w monitoring
  tool=$(go tool -n controller-gen)
  cd monitoring
  "$tool" crd:allowDangerousTypes=true paths=./v1/... output:crd:dir="$work/crds"
) >&2

python3 - "$kubernetes/api/openapi-spec/swagger.json" "$work/crds" <<'END'
import glob, json, os, re, sys

KINDS = [
    "io.k8s.api.apps.v1.Deployment",
    "io.k8s.api.apps.v1.StatefulSet",
    "io.k8s.api.core.v1.ConfigMap",
    "io.k8s.api.core.v1.Namespace",
    "io.k8s.api.core.v1.PersistentVolumeClaim",
    "io.k8s.api.core.v1.Secret",
    "io.k8s.api.core.v1.Service",
    "io.k8s.api.core.v1.ServiceAccount",
    "io.k8s.api.networking.v1.Ingress",
    "io.k8s.api.networking.v1.NetworkPolicy",
    "io.k8s.api.policy.v1.PodDisruptionBudget",
]
CUSTOM = ["ServiceMonitor", "PrometheusRule"]
TEXTS = {"title", "externalDocs", "example", "x-kubernetes-group-version-kind"}


def strict(node, in_properties=False):
    """Without descriptions; a field that the type lacks is an error."""
    if isinstance(node, list):
        return [strict(it) for it in node]
    if not isinstance(node, dict):
        return node
    if not in_properties:
        node = {k: v for k, v in node.items() if k not in TEXTS and not (k == "description" and isinstance(v, str))}
        if node.get("format") == "int-or-string" or node.get("x-kubernetes-int-or-string"):
            return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
        if node.get("properties") and "additionalProperties" not in node and not node.get("x-kubernetes-preserve-unknown-fields"):
            node["additionalProperties"] = False
        node = {k: v for k, v in node.items() if not k.startswith("x-kubernetes-")}
    return {k: strict(v, k == "properties" and not in_properties) for k, v in node.items()}


def references(node):
    return set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(node)))


def write(kind, group, version, schema):
    name = "-".join(filter(None, [kind, group, version])).lower() + ".json"
    with open(name, "w") as file:
        json.dump(schema, file, sort_keys=True, separators=(",", ":"))
        file.write("\n")


for old in glob.glob("*.json"):
    os.remove(old)
definitions = json.load(open(sys.argv[1]))["definitions"]
for name in KINDS:
    kind = definitions[name]["x-kubernetes-group-version-kind"][0]
    known, new = {}, references(definitions[name])
    while new:
        known.update({it: strict(definitions[it]) for it in new})
        new = set().union(*(references(known[it]) for it in new)) - known.keys()
    schema = strict(definitions[name])
    schema["definitions"] = {
        it: {"oneOf": [{"type": "string"}, {"type": "integer"}]} if it.endswith(".IntOrString")
        else {"type": ["string", "number"]} if it.endswith(".Quantity")
        else known[it]
        for it in known
    }
    write(kind["kind"], kind["group"].split(".")[0], kind["version"], schema)

import yaml
for path in glob.glob(sys.argv[2] + "/*.yaml"):
    crd = yaml.safe_load(open(path))["spec"]
    if crd["names"]["kind"] in CUSTOM:
        for version in crd["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            write(crd["names"]["kind"], crd["group"].split(".")[0], version["name"], schema)
END
