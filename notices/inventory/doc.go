// Package inventory reads what an organisation states it does with personal
// data, from TOML files that lawyers write, and reports everything wrong with
// them at once.
//
// [Load] opens a workspace, the folder with candor.toml, and returns an
// [Inventory]: for each notice the entries its author wrote, with the place of
// every key, value and list element, after shared vocabulary and `extends` have
// been merged in. Interpreting the entries is the work of package notices.
//
// # The language
//
// [Tables] is the whole language as data: each kind of table, its keys, their
// types and allowed values. Validation, the JSON schema for editors, the language
// reference and the pages of `candor explain` are all made from it, so they cannot
// drift apart.
//
// # Decoding
//
// BurntSushi/toml is the decoder: what it refuses is refused, and what it makes of a
// value is the value. It keeps no places, so each file is parsed for these by
// go-toml's parser as well. Most files are plain, in that this tree of places leaves
// no doubt of what BurntSushi/toml would say; then it is not asked (see plain.go,
// and the tests that hold the two against each other).
//
// # What it promises
//
// Load never panics, whatever the bytes. Files are opened through [os.Root], so
// nothing outside the workspace is read, through symlinks or otherwise. Size,
// nesting and key counts are bounded before the decoder sees a byte. The process's
// time zone, locale and working directory have no part in the result.
package inventory
