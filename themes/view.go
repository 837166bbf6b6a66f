package themes

import "html/template"

// View is what a page template is given as its dot. Every value in it is plain:
// strings, booleans, numbers, lists and structs without methods.
type View struct {
	Lang       string
	Title      string         // of the document
	Root       string         // relative path to the root of the site: "" or "../"
	Stylesheet string         // relative path
	Canonical  string         // absolute address, "" while the site's is unknown
	Feed       string         // on the index: relative path of the feed, "" where there is none
	Languages  []languageView // on the page of a notice with translations: every language, its own among them
	Site       siteView
	Notices    []cardView     // on the index
	Index      *indexView     // on the index, where it has several pages
	Notice     *noticeView    // on the page of a notice, and in its text forms
	Laws       *lawsView      // on the page about the laws
	Statutory  *statutoryView // on the page of a document that a law asks for, and in its text forms
}

type siteView struct {
	Title, Banner, Digest string
}

// languageView is a page in one language.
type languageView struct {
	Lang, Name string // the language, and what it calls itself
	Folder     string // relative path of its files, with a slash at the end
	Href       string // relative path of the page
	URL        string // absolute address of its folder, "" while the site's is unknown
	Here       bool   // it is this page
}

// cardView is one notice in the list of notices.
type cardView struct {
	Href, Lang, Title, Party, Summary, Date string
}

// indexView is what a page of a long index tells of the others; addresses are relative, ""
// for none. The first page lists all.
type indexView struct {
	Before, After string
	Leaves        []leafView
}

// leafView is a page of the index, from the first notice on it to the last, "" where one
// name is that of both.
type leafView struct {
	Href, From, To string
}

type noticeView struct {
	ID, Title, Summary, Banner, Version string
	Dates                               []string
	Party                               partyView
	Brief                               briefView
	Table                               tableView
	Contents                            []contentsView
	Sections                            []sectionView
}

type partyView struct {
	Full                                string // the name and whom it stands for, as a sentence
	Name, Short, Includes, Number, Role string
	Also, Address                       []string
	Offers                              []partView
	Website                             link
	Prose                               prose
}

// briefView answers the first questions of a reader, each from the same facts
// as the parts below it.
type briefView struct {
	For       []link
	Data      []link
	Why       []link
	Shared    []link
	Kept      []keptView
	Never     []entryView
	NeverRest link // to the first sentence the list leaves out
	Can       []link
	Contacts  []contactView
	More      moresView
	Unclear   string // how many published issues there are, "" for none
}

// partView is one part of a list that runs on in a line: what divides it from the
// part before, its words, and the same with a capital for where it stands first or
// alone. It is a link to its entry, or with an ID the place of the entry itself.
type partView struct {
	Sep, Text, Upper string
	Href             template.URL
	ID, Class        string
}

// entryView is a sentence's link with the published issues that concern it.
type entryView struct {
	link
	Unclear []link
}

// keptView is one period with the data that is kept for it.
type keptView struct {
	Words, After, For string
	Data              []link
}

// moresView are the links to what the short lists leave out.
type moresView struct{ Data, Why, Shared, Kept, Can moreView }

// moreView is such a link, without a text when the list is short anyway; Narrow when
// the list is whole, but too long for a narrow page.
type moreView struct {
	Text   string
	Narrow bool
}

// tableView is the standard table: data, why, basis, shared with, kept for.
type tableView struct {
	Bodies              []bodyView
	Basis, Shared, Kept bool // whether any row has it
	Addenda             []link
}

// bodyView is the table for one set of people; Title is empty when there is only
// one. Kinds says how many kinds of data it holds. The first is open from the start.
type bodyView struct {
	Title, Kinds string
	Open         bool
	Rows         []rowView
}

type rowView struct {
	Data              []link
	Why, Shared, Kept columnView
	Basis             basisCellView
}

// columnView is one cell of a row. As says for what other data the same holds,
// so that a long list stands only once.
type columnView struct {
	Cells []cellView
	As    []string
	Below bool // nothing holds for all of the data, but something for some of it
	Apart bool // nothing holds for all of the people, but something for some of them

	number int // of what it says, see recall; 0 for none
}

// basisCellView is the cell of the legal bases; Mixed when they depend on the
// purpose.
type basisCellView struct {
	Bases []link
	Mixed bool
	As    []string
	Below bool
	Apart bool
}

// cellView is one entry of a cell, linked to its statement. Condition is a key
// of the theme's words: consent, authority, opt-out, objection, fact or "".
type cellView struct {
	link
	Condition string
	After     string   // the event a period runs from, as a clause
	For       string   // the purposes a period is limited to
	Forms     []string // the forms of data it is limited to, none when people can be identified
	Unclear   []link   // the published issues its statements are part of
}

type contentsView struct {
	link
	Parts []link
}

// sectionView is one part of the page. Kind names it; the lists that belong to
// other kinds are empty.
type sectionView struct {
	ID, Kind, Title string
	Applies         string // who an addendum is for
	Law             string // the law an addendum answers to, unless its title names it
	Role            string // our legal role, a key of the theme’s words
	GovernedBy      []link
	Unclear         []link
	Text            string
	Prevails        bool
	Prose           prose
	Owed            []string
	Contact         []link // how to reach whom several of its statements name
	Groups          []groupView
	Statutory       []link // documents that laws ask for, made of the notice or with the addendum

	Party       *partyView
	Audiences   []audienceView
	Named       []audienceView // of whom the notice says no more than their names
	Documents   []documentView
	Categories  []categoryView
	Barred      []categoryView // that only a bar names, so that nothing says they are collected
	Sources     []sourceView
	Bases       []basisView
	Gates       []gateView
	Cookies     []cookieView
	Recipients  []recipientView
	Others      []recipientView // of whom the notice says no more than their names
	Contacts    []contactView
	Definitions []definitionView
	Issues      []issueView
	Addenda     []sectionView

	number int // of what it says, see recall; 0 for none
}

// groupView holds what a section says to one set of people; Title is empty for
// everyone when nobody is set apart.
type groupView struct {
	ID, Title string
	Deep      bool // inside an addendum, a level lower
	Blocks    []blockView
	Notes     []noteView
}

// blockView gathers statements under one heading: a purpose, a right, an event.
type blockView struct {
	ID, Title  string
	Level      int // of its heading: 3, 4 or 5
	About      []aboutView
	Statements []statementView
	Bases      []basisView
}

// aboutView explains a purpose, a right or an event that statements name.
type aboutView struct {
	ID, Title, Text string
	Includes        []partView
	List            string
	Prose           prose
}

type statementView struct {
	ID, Kind, Text, Lead string
	Items                []string
	Owed                 []owedView
	Bases                []link
	About                []aboutView
	Contact              []link // how to reach whom it names, unless the sentence or the section says it
	Unclear              []link
	Prose                prose
}

type owedView struct {
	Text, To, Fee string
	Via           []string
}

type noteView struct {
	ID, Title, Text string
	Level           int
	Items           []string
	Links, Unclear  []link
	Prose           prose
}

type audienceView struct {
	ID, Label, Clause, Age, Role, Text string
	Covered                            bool
	Within, Members                    []link
	GovernedBy, Unclear                []link
	Prose                              prose
}

type documentView struct {
	ID, Label, Sentence, Text string // the sentence is of a contract
	Link                      link
	Unclear                   []link
	Lost                      bool
	Prose                     prose
}

type categoryView struct {
	ID, Label, Class, Role, List, Text string
	Parts, Also                        []partView // what it includes and the categories in it
	Within, GovernedBy, Unclear        []link
	Prose                              prose
}

type sourceView struct {
	ID, Text, Lead string
	Items          []string
	Occasions      []string
	Voluntary      bool
	Unclear        []link
	Prose          prose
}

type basisView struct {
	ID, Label, Kind, Law, Text string
	Owed                       []owedView
	Unclear                    []link
	Prose                      prose
}

type gateView struct {
	ID, Title, Text, Effect, Exempt string
	Also                            []namedView // other choices that the same sentence is about
	Unclear                         []link
	Prose                           prose
}

// namedView is a place in the page with a name, "" where it goes without saying.
type namedView struct{ ID, Title string }

type cookieView struct {
	ID, Label, Holds, Text string
	Does, SetBy, Stop      []partView
	Needed                 bool
	Unclear                []link
	Prose                  prose
}

type recipientView struct {
	ID, Label, Service, Location, Outside, Access, Text          string
	Agreement                                                    string // what binds it, a key of the theme’s words, "" for nothing
	Role, Includes, Safeguards, Follows, Measures, Data, Members []partView
	Within, Unclear                                              []link
	Policy                                                       link
	Contact                                                      *contactView
	Owed                                                         []owedView
	Prose                                                        prose
}

type contactView struct {
	ID, Label, Name, Attention, Fee, Text, Masked, Fax string
	Use                                                string // who it is and what for, as a phrase
	For, Address                                       []string
	Email, Phone, URL                                  link
	Unclear                                            []link
}

type definitionView struct {
	ID, Label, Text string
	Document        *link
	Unclear         []link
}

type issueView struct {
	ID, Number, Text string
	About            []link
}
