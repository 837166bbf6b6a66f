// Package bundle writes a compiled policy as a file that OPA loads, signs it, and
// reads it back with every doubt resolved against it.
//
// A bundle is OPA's: a tar.gz of the rules (Rego, a workspace's own among them), the data they look things up in
// (a few files a notice), a manifest, and OPA's own signature over all of them
// (.signatures.json, a JWT that lists a SHA-256 of each file). Any OPA from 1.22 on
// loads and verifies it with the configuration that [OPA] writes.
//
//	key, err := bundle.ParsePrivateKey(pem, "")
//	err = bundle.Write(file, doc, bundle.Signing{Key: key})
//	…
//	b, err := bundle.Read(file, bundle.Trust{Keys: []*bundle.PublicKey{public}})
//
// [WriteWasm] adds the rules as a Wasm module, policy.wasm, and lays the data out as
// one data.json: what a host of Wasm needs are those two files. An OPA that runs Wasm
// loads that bundle too and answers by the rules as ever; one built without, as `go
// install` builds it, refuses it.
//
// [Divide] divides a policy into one bundle of the rules, one a notice and the list of
// them, for an OPA to load those it needs; [Read] takes the whole alone, and [Verify]
// any of them.
//
// # What it promises
//
// The same document gives the same bytes; only the signature differs from one
// signing to the next, where the algorithm draws a random number.
//
// [Read] accepts what somebody in [Trust] signed, byte for byte before compression,
// and nothing else: no file more or less, no other order, no other spelling of the
// same JSON. It reads into memory and bounds what it reads, so that an archive made to
// harm ends as an error.
//
// A signature says who wrote a bundle and not that it is the newest: that is told by
// the serial and the end of validity, which are signed data, and by a [Ratchet],
// which refuses what is older than something seen before. OPA knows neither; the
// rules themselves deny once the validity has ended.
package bundle
