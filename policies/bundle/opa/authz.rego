# METADATA
# title: Who may ask OPA what
# description: >
#   Decisions, and whether it is well. Nobody writes to it and nobody reads what it
#   holds: policies come in signed bundles, and from nowhere else.
package system.authz

default allow := false

allow if {
	input.method == "POST"
	input.path in [[""], ["v1", "data", "candor", "decision"], ["v0", "data", "candor", "decision"]]
}

allow if {
	input.method in {"GET", "HEAD"}
	input.path[0] in {"health", "metrics"}
}
