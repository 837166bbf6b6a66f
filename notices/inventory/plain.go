package inventory

import (
	"bytes"
	"strconv"
	"time"
)

// A file is plain when nothing in it can be read in two ways: its headers are one or
// two bare words, its keys have one part, its texts stand on one line without a
// backslash, and besides there are only true, false, whole numbers, days, lists of
// these and single pairs of braces. Nearly every file of a notice is. What
// BurntSushi/toml would make of a plain file, the tree of places says already, so it
// is not asked; for all others it is, and whenever anything at all is wrong.
//
// TestPlainAgrees and FuzzPlain hold the two against each other.

// askAlways has BurntSushi/toml decode plain files, too.
var askAlways = false

// localDay is the zone in which BurntSushi/toml gives a day without a time.
var localDay = func() *time.Location {
	values, _ := decode([]byte("day = 2000-01-01"))
	day, _ := values["day"].(time.Time)
	return day.Location()
}()

// plainKey reports whether a part of a key is what stands between its quotes, or bare,
// as that of a header must be.
func plainKey(raw []byte, header bool) bool {
	if raw[0] == '"' || raw[0] == '\'' {
		return !header && len(raw) > 2 && !bytes.ContainsRune(raw, '\\')
	}
	return true
}

// plainText reports whether a text is what stands between its quotes.
func plainText(raw []byte) bool {
	if bytes.HasPrefix(raw, []byte(`"""`)) || bytes.HasPrefix(raw, []byte(`'''`)) {
		return false
	}
	return raw[0] == '\'' || bytes.IndexByte(raw, '\\') < 0
}

// plainValue reads a scalar that is no text, nil where it may be more than it seems.
func plainValue(s shape, raw string) any {
	switch s {
	case boolShape:
		return raw == "true"
	case dateShape:
		if day, err := time.ParseInLocation(time.DateOnly, raw, localDay); err == nil && len(raw) == len(time.DateOnly) {
			return day
		}
	case numberShape:
		if n, err := strconv.ParseInt(raw, 10, 64); err == nil && strconv.FormatInt(n, 10) == raw {
			return n
		}
	}
	return nil
}
