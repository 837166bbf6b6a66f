// Package themes renders resolved notices: the pages people read, the same words
// as Markdown and plain text, and the small files a site needs beside them.
//
// # Where to begin
//
// [Load] gives an embedded theme, “plain” or “gov”, or one of the workspace; all
// stand on plain. [Theme.Render] makes every file of a site, [Theme.RenderNotice] those of
// one notice. [Verify] reads a finished page back and reports any statement it
// dropped or changed; publish refuses such a page, whichever theme made it.
//
// # What a template is given
//
// Plain values: strings, numbers, lists and structs without methods, copied out
// of the notice (see [View]). So a template can neither call into the program
// nor reach a fact that is internal to the organisation: there is none in the
// model it is made from. Furniture, headings and the worded dates come from the
// theme's words (words/en.toml); sentences come from the notice, whole, and are
// placed, never composed.
//
// # What a page promises
//
//   - Every statement stands in an element whose id is its anchor, and that
//     element's text holds the sentence exactly once.
//   - No script, no form, no frame, nothing loaded from elsewhere. A strict
//     content security policy stands in each page and in the file _headers.
//   - Markdown an author writes reaches the page through three filters: a list
//     of allowed node types, a writer that knows no others, and bluemonday, past
//     which only text and elements without attributes may go, of a shorter list.
//   - The same notices give the same bytes.
//
// Templates of a workspace are guarded: a closed list of functions, no recursion,
// no action where escaping cannot help, 5 MiB and two seconds a page. A field or
// a word that does not exist is an error with file and line, never an empty
// string.
//
// # How pages are made
//
// html/template escapes the templates and decides what is safe in which place;
// programs then run the escaped trees, and execute them where they cannot (see
// [Theme.Executed]). Each page is read back before it is given out.
package themes
