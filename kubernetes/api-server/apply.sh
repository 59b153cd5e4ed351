#!/bin/sh
# Applies the overlays to a real kube-apiserver with etcd on loopback, and shows what it accepts.
# Needs go, python3 and openssl; builds the programs once, in about ten minutes of one core.
# There are no controllers and no nodes: it checks what the API server and its admission check, also
# for the pods that the controllers would make.
set -eu
cd "$(dirname "$0")/../.."

# The same versions as in kubernetes/schemas/make.sh, and the etcd that Kubernetes 1.34 is tested with.
KUBERNETES=1.34.2
ETCD=v3.6.4
PROMETHEUS_OPERATOR=v0.95.2
CONTROLLER_TOOLS=v0.19.0

programs=${API_SERVER_PROGRAMS:-$PWD/target/api-server}

# k8s.io/kubernetes replaces its parts by directories that its module lacks: each is a module, too.
build_kubernetes() {
  cd "$1"
  go mod init api-server
  source=$(go mod download -json "k8s.io/kubernetes@v$KUBERNETES" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])')
  go mod edit -require "k8s.io/kubernetes@v$KUBERNETES" -require "go.etcd.io/etcd/server/v3@$ETCD"
  sed -n 's|^.*\(k8s.io/[a-z-]*\) => ./staging.*|\1|p' "$source/go.mod" | while read -r part; do
    go mod edit -replace "$part=$part@v0.${KUBERNETES#1.}"
  done
  cat >tools.go <<'END'
//go:build tools

package tools

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
END
  go mod tidy
  version="-X k8s.io/component-base/version.gitVersion=v$KUBERNETES"
  CGO_ENABLED=0 go build -p 1 -ldflags "-s -w $version" -o "$programs/" \
    go.etcd.io/etcd/server/v3 k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl
  mv "$programs/server" "$programs/etcd"
}

# The definition of ServiceMonitor, from the types of the Prometheus operator.
make_definitions() {
  cd "$1"
  go mod init definitions
  go get "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring@$PROMETHEUS_OPERATOR"
  go get -tool "sigs.k8s.io/controller-tools/cmd/controller-gen@$CONTROLLER_TOOLS"
  cp -r "$(go list -m -f '{{.Dir}}' github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring)" types
  chmod -R u+w types
  generator=$(go tool -n controller-gen)
  cd types
  "$generator" crd:allowDangerousTypes=true paths=./v1/... "output:crd:dir=$programs/definitions"
}

work=$(mktemp -d)
api_server=
etcd=
end() {
  for pid in $api_server $etcd; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  api_server=
  etcd=
}
trap 'end; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

if [ ! -x "$programs/kubectl" ] || [ ! -x "$programs/etcd" ]; then
  mkdir -p "$programs" "$work/build"
  (build_kubernetes "$work/build") >&2
fi
if [ ! -d "$programs/definitions" ]; then
  mkdir -p "$work/types"
  (make_definitions "$work/types") >&2
fi

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

openssl genrsa -out "$work/account.key" 2048 2>/dev/null
token=$(openssl rand -hex 16)
echo "$token,admin,admin,system:masters" >"$work/tokens"

# Starts both with an empty database.
start() {
  data=$(mktemp -d -p "$work")
  clients=$(free_port)
  "$programs/etcd" --data-dir "$data/etcd" --listen-client-urls "http://127.0.0.1:$clients" \
    --advertise-client-urls "http://127.0.0.1:$clients" --listen-peer-urls "http://127.0.0.1:$(free_port)" \
    >"$data/etcd.log" 2>&1 &
  etcd=$!
  port=$(free_port)
  "$programs/kube-apiserver" --etcd-servers "http://127.0.0.1:$clients" \
    --bind-address 127.0.0.1 --secure-port "$port" --cert-dir "$data/certificates" \
    --service-cluster-ip-range 10.0.0.0/24 --authorization-mode RBAC --token-auth-file "$work/tokens" \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$work/account.key" \
    --service-account-signing-key-file "$work/account.key" >"$data/api-server.log" 2>&1 &
  api_server=$!
  for _ in $(seq 120); do
    if kubectl get --raw /readyz >/dev/null 2>&1; then
      return
    fi
    sleep 0.5
  done
  tail -20 "$data/api-server.log" >&2
  exit 1
}

kubectl() {
  HOME=$work "$programs/kubectl" --kubeconfig /dev/null --server "https://127.0.0.1:$port" \
    --insecure-skip-tls-verify --token "$token" "$@"
}

# The pods that the controllers would make, so that admission sees them: the namespace enforces the
# Pod Security Standard "restricted".
pods() {
  kubectl kustomize "$1" | python3 -c '
import json, sys, yaml
for it in yaml.safe_load_all(sys.stdin):
    if it["kind"] in ("Deployment", "StatefulSet"):
        pod = it["spec"]["template"]
        pod["metadata"].update(name=it["metadata"]["name"], namespace="spawn")
        pod["spec"].setdefault("volumes", []).extend(
            {"name": claim["metadata"]["name"], "emptyDir": {}}
            for claim in it["spec"].get("volumeClaimTemplates", []))
        print(json.dumps({"apiVersion": "v1", "kind": "Pod", **pod}))
'
}

# The commands of kubernetes/README.md.
for overlay in kubernetes/overlays/*/; do
  start
  echo "== $overlay on $(kubectl get --raw /version | python3 -c 'import json, sys; print(json.load(sys.stdin)["gitVersion"])')"
  kubectl apply -f kubernetes/base/namespace.yaml
  kubectl -n spawn create serviceaccount default
  kubectl -n spawn create secret generic spawn --from-literal=token=t --from-literal=key=k \
    --from-literal=database-password=p
  kubectl apply -k "$overlay" --dry-run=server
  kubectl apply -k "$overlay"
  kubectl apply -k "$overlay" --server-side --force-conflicts | sed 's/^/again, by the server: /'
  kubectl apply -k kubernetes/egress
  pods "$overlay" | kubectl apply -f - --dry-run=server
  if kubectl -n spawn run root --image spawn/server --dry-run=server 2>"$work/refused"; then
    echo "a pod without a security context was accepted: admission checks nothing" >&2
    exit 1
  fi
  echo "refused, as it must be: $(cut -c 1-120 "$work/refused")"
  for definition in "$programs"/definitions/*servicemonitors.yaml "$programs"/definitions/*prometheusrules.yaml; do
    kubectl apply --server-side -f "$definition"
    kubectl wait --for condition=established --timeout 60s -f "$definition"
  done
  kubectl apply -k kubernetes/service-monitor
  end
done
