// The comparison of the generator with Hugo is a module of its own. Hugo is installed as
// a tool, or named, and is no module of it.
module github.com/candor-privacy/candor/site/bench

go 1.26.8

require github.com/candor-privacy/candor v0.0.0

require github.com/gorilla/websocket v1.5.3

replace github.com/candor-privacy/candor => ../..
