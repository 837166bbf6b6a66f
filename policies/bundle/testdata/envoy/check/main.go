// Command check speaks for Envoy:
//
//	check ask ADDRESS METHOD PATH [HEADER VALUE]...
//	check filter JSON
//
// The first puts Envoy's question about a request to an authorization service and
// prints what Envoy is told; the second reads the configuration of a filter as Envoy
// does, and prints whether a failure lets requests pass, and who is asked.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	filters "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	connection "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	auth "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/encoding/protojson"
)

func main() {
	do := map[string]func([]string) error{"ask": ask, "filter": filter}[os.Args[1]]
	if err := do(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func ask(args []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := grpc.NewClient(args[0], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer c.Close()
	headers := map[string]string{}
	for i := 3; i+1 < len(args); i += 2 {
		headers[args[i]] = args[i+1]
	}
	said, err := auth.NewAuthorizationClient(c).Check(ctx, &auth.CheckRequest{Attributes: &auth.AttributeContext{
		Request: &auth.AttributeContext_Request{Http: &auth.AttributeContext_HttpRequest{
			Method: args[1], Path: args[2], Host: "service.example", Headers: headers,
		}},
	}})
	if err != nil {
		return err
	}
	text, err := protojson.Marshal(said)
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return nil
}

func filter(args []string) error {
	var f connection.HttpFilter
	if err := protojson.Unmarshal([]byte(args[0]), &f); err != nil {
		return err
	}
	var authz filters.ExtAuthz
	if err := f.GetTypedConfig().UnmarshalTo(&authz); err != nil {
		return err
	}
	if err := authz.ValidateAll(); err != nil {
		return err
	}
	fmt.Println(authz.GetFailureModeAllow(), authz.GetGrpcService().GetGoogleGrpc().GetTargetUri())
	return nil
}
