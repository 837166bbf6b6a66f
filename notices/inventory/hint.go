package inventory

import "regexp"

// lostID finds the id a line gives, in a header or as a key.
var lostID = regexp.MustCompile(`^\s*(?:\[[a-z]+\.["']?([a-z0-9-]+)|id\s*[=:]\s*.?["'“‘]?([a-z0-9-]+))`)

var dayMonth = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})[/.](\d{4})`)

func slashDate(s string) (message, help string) { return "", "" }

func (r *reading) hint(f fault) fault { return f }
