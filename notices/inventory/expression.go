package inventory

import (
	"regexp"
	"sync"
)

// expression is a regular expression that is compiled when it is first asked. There are
// dozens, most of them for slips that a run never meets, and to compile them all would be
// a tenth of what it takes to start.
type expression struct{ compiled func() *regexp.Regexp }

func expr(text string) *expression {
	return &expression{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

func (e *expression) Match(b []byte) bool                  { return e.compiled().Match(b) }
func (e *expression) MatchString(s string) bool            { return e.compiled().MatchString(s) }
func (e *expression) FindString(s string) string           { return e.compiled().FindString(s) }
func (e *expression) FindSubmatch(b []byte) [][]byte       { return e.compiled().FindSubmatch(b) }
func (e *expression) FindStringSubmatch(s string) []string { return e.compiled().FindStringSubmatch(s) }
func (e *expression) FindStringSubmatchIndex(s string) []int {
	return e.compiled().FindStringSubmatchIndex(s)
}
func (e *expression) FindAllString(s string, n int) []string { return e.compiled().FindAllString(s, n) }
func (e *expression) FindAllStringIndex(s string, n int) [][]int {
	return e.compiled().FindAllStringIndex(s, n)
}
func (e *expression) ReplaceAllString(s, by string) string {
	return e.compiled().ReplaceAllString(s, by)
}
