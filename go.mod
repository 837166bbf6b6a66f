module github.com/candor-privacy/candor

go 1.26.8

// The owner's choice, each for its own job.
require (
	github.com/BurntSushi/toml v1.6.0 // decodes inventories and word lists
	github.com/fsnotify/fsnotify v1.10.1 // tells the preview what was saved
	github.com/gomarkdown/markdown v0.0.0-20260411013819-759bbc3e3207 // renders prose; never tagged, so pinned
	github.com/open-policy-agent/opa v1.22.2 // evaluates the policy
)

// Chosen beside them.
require (
	github.com/agnivade/levenshtein v1.2.2 // closest id of a finding
	github.com/lestrrat-go/jwx/v3 v3.3.0 // signs bundles, as OPA's own signer does, which reads its claims from files only
	github.com/microcosm-cc/bluemonday v1.0.27 // second wall behind our own list of what prose may contain
	github.com/opencontainers/go-digest v1.0.0 // oras-go's own words for a bundle in a registry
	github.com/opencontainers/image-spec v1.1.1 // likewise
	github.com/pelletier/go-toml/v2 v2.4.3 // byte ranges of keys and values, which BurntSushi keeps to itself; one file wraps it
	github.com/prometheus/client_golang v1.24.1 // metrics of the decision service, in the form that everyone scrapes
	github.com/spf13/cobra v1.10.2 // verbs, flags, completion
	github.com/spf13/pflag v1.0.10 // flag errors of cobra, to word them
	golang.org/x/net v0.62.0 // parses our own pages to verify them, and hosts written as xn--
	golang.org/x/sys v0.49.0 // exchanges two folders in one step, and locks
	golang.org/x/term v0.47.0 // is it a terminal, and how wide
	golang.org/x/text v0.43.0 // languages, names of places, width of characters
	oras.land/oras-go/v2 v2.6.2 // bundles in a registry, by what OPA's own downloader uses
)

// Tests only.
require (
	github.com/chromedp/cdproto v0.159.0 // what chromedp speaks
	github.com/chromedp/chromedp v0.23.0 // drives a real browser
	github.com/google/go-cmp v0.7.0 // readable differences
	github.com/rogpeppe/go-internal v1.16.0 // conversations with the command
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // holds examples and models against our schemas
	pgregory.net/rapid v1.3.0 // properties
)

require (
	github.com/aymerick/douceur v0.2.0 // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/decred/dcrd/dcrec/secp256k1/v4 v4.4.1 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/gobwas/glob v1.0.0 // indirect
	github.com/goccy/go-json v0.10.6 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/gorilla/css v1.0.1 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/lestrrat-go/blackmagic v1.0.4 // indirect
	github.com/lestrrat-go/dsig v1.4.0 // indirect
	github.com/lestrrat-go/dsig-secp256k1 v1.0.0 // indirect
	github.com/lestrrat-go/httpcc v1.0.1 // indirect
	github.com/lestrrat-go/httprc/v3 v3.0.6 // indirect
	github.com/lestrrat-go/option/v2 v2.0.0 // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.70.1 // indirect
	github.com/prometheus/procfs v0.21.1 // indirect
	github.com/segmentio/asm v1.2.1 // indirect
	github.com/sirupsen/logrus v1.10.2 // indirect
	github.com/valyala/fastjson v1.6.10 // indirect
	github.com/vektah/gqlparser/v2 v2.5.58 // indirect
	github.com/xeipuuv/gojsonpointer v0.0.0-20190905194746-02993c407bfb // indirect
	github.com/xeipuuv/gojsonreference v0.0.0-20180127040603-bd5ef7bd5415 // indirect
	github.com/yashtewari/glob-intersection v0.2.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)
