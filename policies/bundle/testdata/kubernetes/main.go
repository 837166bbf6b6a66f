// Strict reads Kubernetes objects from standard input as the API server does of a
// client that asks for strict validation: a field nobody knows is an error.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	for _, object := range strings.Split(string(text), "\n---\n") {
		var kind struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal([]byte(object), &kind); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		into := map[string]any{
			"v1 ConfigMap": &core.ConfigMap{}, "v1 ServiceAccount": &core.ServiceAccount{}, "v1 Service": &core.Service{},
			"apps/v1 DaemonSet": &apps.DaemonSet{}, "apps/v1 Deployment": &apps.Deployment{},
			"networking.k8s.io/v1 NetworkPolicy": &networking.NetworkPolicy{},
		}[kind.APIVersion+" "+kind.Kind]
		if err := yaml.UnmarshalStrict([]byte(object), into); into == nil || err != nil {
			fmt.Println(kind.APIVersion, kind.Kind, err)
			os.Exit(1)
		}
	}
}
