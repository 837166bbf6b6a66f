// Package notices is the model: a [Set] of resolved notices, with every sentence
// worded and nothing left to look up.
//
// [Resolve] turns an inventory into a Set and reports what only shows once
// references are followed. Every floor above reads the Set and none goes back to
// the inventory: policies compiles it, themes renders it, exports write it.
//
// # One sentence, worded once
//
// Each [Statement] gets its sentence here, from its facts and the phrases in
// words/<language>.toml, and its anchor and path. A page places that sentence and
// an answer cites it; both are the same string. An author may give the sentence
// as `text`; then Resolve still checks that it names every figure its facts hold.
//
// # Public and internal
//
// A [Notice] holds what may be published and nothing else. Places in files,
// owners, review dates and citations of an original are in [Internal], which no
// theme or export is handed.
package notices
