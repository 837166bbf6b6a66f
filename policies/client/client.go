// Package client holds the client for TypeScript, candor.ts: one file without
// dependencies, to be copied into a service (candor generate ts --client prints it).
//
// It asks POST /v1/decision and /v1/decisions of candor serve, and answers by a Wasm
// module in process. Asking never throws: whatever goes wrong on the way is an answer
// that denies, with a reason of source "client" and a code of its own.
//
// Services in Go need no client: package policies answers in process.
package client

import _ "embed"

// TypeScript is the text of candor.ts.
//
//go:embed candor.ts
var TypeScript string
