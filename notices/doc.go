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
// as `text`.
//
// Phrases are whole-sentence templates (see package words), so that a translator
// or an editor changes a sentence without touching code. Figures are written out
// up to nine and in digits from ten on: one month, 12 months. A list of four items
// or more ends its sentence as a list ([Sentence] has it in parts); a shorter one
// stands inside. A label is lowered inside a sentence unless another capital shows
// that it is a name; labels of recipients and documents stay as they are written.
//
// A choice names the purposes that hang on it, a right the data it is about.
// Readers are addressed, but an audience known by an age, without a clause of its
// own, stands in the third person.
//
// An author's own text is compared with the facts beside it, as far as a machine
// can. It must name their figures; a bar without a “no” and a permit that is silent
// of the consent it hangs on are errors. The rest of such a sentence is its author's.
//
// # Public and internal
//
// A [Notice] holds what may be published and nothing else. Places in files,
// owners, review dates and citations of an original are in [Internal], which no
// theme or export is handed.
package notices
