package serve

import "net/http"

// The words that metrics and logs know, for a test that they are all.
var (
	Actions  = actions
	Codes    = codes
	Outcomes = outcomes
)

// Carries is the check of a token: whether a request that shows one has the right one.
func Carries(token string) func(shown string) bool {
	s := newSecret(token)
	return func(shown string) bool { return s.carriedBy(http.Header{"Authorization": {"Bearer " + shown}}) }
}
