// Package words holds the phrases from which sentences are composed, one file a
// language. No other Go code of the project contains words that readers of a
// notice see.
//
// # Templates
//
// A phrase is a [Template]: plain words with slots in braces and optional parts in
// brackets. A part in brackets is printed only when every slot directly in it is
// filled; a bar separates alternatives, of which the first that can be filled is
// printed:
//
//	we {act}[ to {purposes}][, but only if {needs}|, if {facts}].
//
// # Another language
//
// Copy en.toml to the language's BCP 47 tag, translate the right-hand sides and
// keep every key and slot; a test expects each language whole. A file for a region,
// such as en-US.toml, holds only what it words otherwise.
package words

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// Words is one language's phrases. The fields mirror the file's tables, which
// explain themselves there.
type Words struct {
	Tag string `toml:"-"` // of the language these words are in

	Lists         Lists               `toml:"lists"`
	Numbers       []string            `toml:"numbers"` // none, one, two … as far as they are written out
	Ones          []string            `toml:"ones"`    // words that stand for one
	Units         map[string]Unit     `toml:"units"`
	Deadlines     map[string]Unit     `toml:"deadlines"` // units that are called otherwise in a deadline
	Every         map[string]string   `toml:"every"`     // by ISO period
	EveryOther    Template            `toml:"every-other"`
	EverySaid     map[string][]string `toml:"every-said"`     // other ways to say it
	DenialSaid    Pattern             `toml:"denial-said"`    // regular expression: how a text says no
	EndingSaid    Pattern             `toml:"ending-said"`    // likewise: how a text says that data goes
	ConditionSaid Pattern             `toml:"condition-said"` // regular expression: how a text says that something hangs on something
	AgeSaid       string              `toml:"age-said"`       // regular expression: how a text names an age
	Periods       map[string]string   `toml:"periods"`        // indefinite, unstated, never
	Pronouns      Pronouns            `toml:"pronouns"`
	Anything      Anything            `toml:"anything"`
	Openers       []string            `toml:"openers"` // words that lose their capital inside a sentence
	Following     Following           `toml:"following"`

	Actions  map[string]Action   `toml:"actions"`
	Acts     Acts                `toml:"acts"`
	Forms    map[string]string   `toml:"forms"`
	Form     Template            `toml:"form"`
	Except   YesNo               `toml:"except"`
	Bases    map[string]string   `toml:"bases"`
	Rights   map[string]Entry    `toml:"rights"`
	Events   map[string]Entry    `toml:"events"`
	Facts    map[string]Entry    `toml:"facts"`
	Gates    map[string]Gate     `toml:"gates"`
	Choices  map[string]Template `toml:"choices"`
	Signals  map[string]string   `toml:"signals"`
	Endings  map[string]string   `toml:"endings"`
	Roles    map[string]string   `toml:"roles"`
	Bodies   map[string]string   `toml:"bodies"` // who may open a gate
	Named    map[string]string   `toml:"named"`  // a body that the word for another names too, by that other
	Regions  map[string]string   `toml:"regions"`
	Articles []Article           `toml:"articles"`

	Conditions Conditions `toml:"conditions"`
	Front      Template   `toml:"front"`
	Tail       Tail       `toml:"tail"`
	Use        Sentence   `toml:"use"`
	Message    Sentence   `toml:"message"` // a use that sends something and shares nothing
	Bar        Sentence   `toml:"bar"`
	Lifted     Sentence   `toml:"lifted"` // a bar with something that lifts it
	Closed     Sentence   `toml:"closed"`
	Keep       Keep       `toml:"keep"`
	Duty       Duty       `toml:"duty"`
	Source     Source     `toml:"source"`
	Only       Only       `toml:"only"`
	Applies    Template   `toml:"applies"` // whom an addendum is for
	Reach      Reach      `toml:"reach"`
	Dates      Dates      `toml:"dates"`
	Contract   Contract   `toml:"contract"`
	Items      Items      `toml:"items"`

	units   []string // every name of one, the longer ones first
	lengths *regexp.Regexp
}

// Lists joins items; each kind has its own conjunction.
type Lists struct {
	Relative Pattern     `toml:"relative"`
	And      Conjunction `toml:"and"`
	Or       Conjunction `toml:"or"`
	To       Conjunction `toml:"to"`
	ToOr     Conjunction `toml:"to-or"`
	If       Conjunction `toml:"if"`
}

// Conjunction says what stands between the items of a list.
type Conjunction struct {
	Word       string `toml:"word"`        // an item that holds it needs the clear form
	Between    string `toml:"between"`     // a, b
	Last       string `toml:"last"`        // b and c
	ClearSep   string `toml:"clear"`       // between items that hold the word
	ClearLast  string `toml:"clear-last"`  // a and b, and c
	StrongSep  string `toml:"strong"`      // between items that hold a comma
	StrongLast string `toml:"strong-last"` // a, b; and c
}

// Unit is the name of a unit of time.
type Unit struct{ One, Other string }

// Pronouns stand for the data of a sentence.
type Pronouns struct {
	Plural   Pattern `toml:"plural"` // regular expression: a label it matches is plural
	Singular string  `toml:"singular"`
	Many     string  `toml:"many"`
}

// Anything names personal data where a statement names none.
type Anything struct {
	Data        string   `toml:"data"`
	Yours       Template `toml:"yours"`       // to a reader who is addressed
	Such        Template `toml:"such"`        // data that is given as examples
	SuchList    string   `toml:"such-list"`   // the same before a list
	Other       string   `toml:"other"`       // what a list that can grow ends in
	Formless    string   `toml:"formless"`    // in a form that identifies nobody
	Definitions []string `toml:"definitions"` // ids of definitions whose term is used instead
	Others      string   `toml:"others"`      // recipients where none is named
}

// Pattern is a regular expression of a words file, for what authors write.
type Pattern struct {
	re    *regexp.Regexp
	needs []string // a text without any of these does not match; nil where that is not known
}

// UnmarshalText compiles the expression.
func (p *Pattern) UnmarshalText(b []byte) (err error) {
	if p.re, err = regexp.Compile(string(b)); err != nil {
		return err
	}
	tree, err := syntax.Parse(string(b), syntax.Perl)
	p.needs = needs(tree)
	return err
}

// In reports whether the pattern is found in a text.
func (p Pattern) In(text string) bool {
	if p.re == nil || p.needs != nil && !slices.ContainsFunc(p.needs, func(s string) bool { return strings.Contains(text, s) }) {
		return false
	}
	return p.re.MatchString(text)
}

// needs lists texts of which each match has one, nil where none are known.
func needs(re *syntax.Regexp) (all []string) {
	switch {
	case re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0:
		return []string{string(re.Rune)}
	case re.Op == syntax.OpCapture || re.Op == syntax.OpPlus:
		return needs(re.Sub[0])
	case re.Op == syntax.OpConcat:
		for _, sub := range re.Sub {
			if some := needs(sub); some != nil && (all == nil || len(some) < len(all)) {
				all = some
			}
		}
	case re.Op == syntax.OpAlternate:
		for _, sub := range re.Sub {
			some := needs(sub)
			if some == nil {
				return nil
			}
			all = append(all, some...)
		}
	}
	return all
}

// Following stands in a sentence for the list at its end.
type Following struct{ Data, NoData, Others, Purposes string }

// YesNo is a phrase in its form for what is done and for what is not.
type YesNo struct{ Yes, No Template }

// Action is one verb. Its family says who acts where someone receives data: we
// give it, or we let them do it.
type Action struct {
	Verb   string `toml:"verb"`
	To     string `toml:"to"`
	Family string `toml:"family"`
}

// Acts are the verb phrases of a sentence.
type Acts struct {
	Plain       Template `toml:"plain"`
	Give        Template `toml:"give"`
	Let         Template `toml:"let"`
	Access      Template `toml:"access"`
	Both        YesNo    `toml:"both"`
	May         Template `toml:"may"`     // what recipients do, as a sentence of its own
	MayAll      Template `toml:"may-all"` // the same of several recipients
	Message     Template `toml:"message"` // beside other things, we contact the reader
	MessageLead Template `toml:"message-lead"`
	MessageSaid Pattern  `toml:"message-said"` // regular expression: a purpose that says so already
	Every       []string `toml:"every"`        // the actions named where every one is meant
	Sharing     []string `toml:"sharing"`      // the same where there is a recipient
	Using       []string `toml:"using"`        // the same where there is a purpose
}

// Entry is a built-in right, event or fact.
type Entry struct {
	Label Template // what the notice calls personal data stands at {data}
	About Template // of a right: the same for some data only, which stand at {what}
	Title string
}

// Gate is the clause of a gate whose author gave it no label, and the heading of one
// without a title.
type Gate struct {
	Label string            `toml:"label"`
	Title Template          `toml:"title"`
	By    map[string]string `toml:"by"`  // by the one body that may do it
	Any   Template          `toml:"any"` // by any of several
}

// Conditions are the clauses that open a sentence.
type Conditions struct {
	Age      Ages     `toml:"age"`      // of the reader: “you are under 13”
	Anyone   Ages     `toml:"anyone"`   // of people: “anyone under 13”
	Group    Ages     `toml:"group"`    // of people of a kind: “campers under 13”
	Person   Template `toml:"person"`   // where the reader lives
	Customer Template `toml:"customer"` // “customers in New York”
	Host     Template `toml:"host"`
	To       Template `toml:"to"`    // where recipients are
	From     Template `toml:"from"`  // whose data is not collected
	About    Template `toml:"about"` // whose data is not used
	Of       Template `toml:"of"`    // the same of a group
}

// Ages words a range of ages.
type Ages struct{ From, Under, Between, One Template }

// Article is the form of a region's name inside a sentence.
type Article struct {
	Form    Template
	Regions []string
}

// Tail is what a sentence hangs on: at its end, at its beginning, or after
// another opening.
type Tail struct{ End, First, After, Even Template }

// Sentence is a sentence in its short form and in the form that ends in a list.
type Sentence struct{ Short, List Template }

// Keep is how long data is kept.
type Keep struct {
	Sentence
	Never      Sentence `toml:"never"`
	Until      Sentence `toml:"until"` // not after an event
	For        Template `toml:"for"`
	Indefinite Template `toml:"indefinite"`
	Needed     Template `toml:"needed"`
	Longer     string   `toml:"longer"`
	Ending     Template `toml:"ending"` // as something owed
}

// Duty is what a person may ask, or what happens then.
type Duty struct {
	Sentence
	Front      Template `toml:"front"` // of an event
	FrontWhen  Template `toml:"front-when"`
	Certain    []string `toml:"certain"` // events that come to pass
	Right      Template `toml:"right"`
	Lead       Template `toml:"lead"`
	Silent     Template `toml:"silent"` // an event without a promise
	Scope      Template `toml:"scope"`  // which data it is about
	ScopeNot   Template `toml:"scope-not"`
	Held       Template `toml:"held"` // the same inside a right
	HeldFor    Template `toml:"held-for"`
	Which      Template `toml:"which"` // the data without saying that we hold it
	Own        Pattern  `toml:"own"`   // regular expression: data that need no article
	Event      Template `toml:"event"`
	EventWhole Template `toml:"event-whole"` // where the promise keeps its capital
	Bare       Template `toml:"bare"`
	Covers     Template `toml:"covers"`
	Within     Template `toml:"within"`       // of a request
	WithinDo   Template `toml:"within-event"` // of something that happened
	Every      Template `toml:"every"`
	Via        Template `toml:"via"`
	Fee        Template `toml:"fee"`
	HeldBy     Template `toml:"held-by"`
}

// Source is where data comes from.
type Source struct {
	Sentence
	When      Template `toml:"when"`      // with a list of occasions
	Statement Template `toml:"statement"` // a sentence after a use
	Voluntary Template `toml:"voluntary"`
	Choice    Template `toml:"choice"` // the same before the sentence, which then refers back to the data
	Freely    Template `toml:"freely"` // the same inside it
}

// Only closes what a sentence names.
type Only struct {
	Use       Closure `toml:"use"`
	Share     Closure `toml:"share"`
	Keep      Closure `toml:"keep"`
	Recipient Closure `toml:"recipient"`
	Basis     Closure `toml:"basis"`
}

// Closure is a sentence after the one it closes, or an aside in one that ends in
// a list.
type Closure struct {
	After  Template `toml:"after"`
	Beyond Template `toml:"beyond"` // where other statements speak of the same
	Aside  Template `toml:"aside"`  // after a purpose
	Bare   Template `toml:"bare"`   // without one
	What   Template `toml:"what"`   // around the data
}

// Reach is how to reach someone.
type Reach struct {
	Email  Template `toml:"email"`
	URL    Template `toml:"url"`
	Phone  Template `toml:"phone"`
	Post   Template `toml:"post"`
	Masked Template `toml:"masked"`
	All    Template `toml:"all"`   // after what one can do
	List   Template `toml:"list"`  // before a list of it
	Event  Template `toml:"event"` // after what we do
}

// Dates words a day, a month, and when something is.
type Dates struct {
	Months     []string
	Day, Month Template
	On, In     Template // on a day; in a month or a year
}

// Contract is with whom a contract is, and from when until when.
type Contract struct {
	With    Template
	Term    Template
	Endless Template // of one that has no fixed end
}

// Items punctuates a list.
type Items struct{ Item, And, Or, To Template }

// fallback is the language of notices in languages without words.
const fallback = "en"

// File names the words for a language: its own, those of the language without its
// region, or the English ones. exact is false where these are of another language.
func File(tag string) (name string, exact bool) {
	if _, ok := loaded.Load(tag); ok {
		return tag, true
	}
	for _, name := range names(tag) {
		if _, err := fs.Stat(files, name+".toml"); err == nil {
			return name, true
		}
	}
	return fallback, false
}

// loaded are the words read so far, by name.
var loaded sync.Map

// Load gives the words that File names, which nobody may change; those of a region
// stand over those of its language. It panics on a name of no file.
func Load(name string) *Words {
	if w, ok := loaded.Load(name); ok {
		return w.(*Words)
	}
	w := &Words{Tag: name}
	if base, _, region := strings.Cut(name, "-"); region {
		w.read(base)
	}
	w.read(name)
	w.readLengths()
	first, _ := loaded.LoadOrStore(name, w)
	return first.(*Words)
}

// Lengths finds lengths of time in a text: a number in group 2, its unit in group 3,
// both in group 1.
func (w *Words) Lengths(text string) [][]string {
	if !slices.ContainsFunc(w.units, func(unit string) bool { return strings.Contains(text, unit) }) {
		return nil
	}
	return w.lengths.FindAllStringSubmatch(text, -1)
}

func (w *Words) readLengths() {
	for _, table := range []map[string]Unit{w.Units, w.Deadlines} {
		for _, u := range table {
			w.units = append(w.units, u.One, u.Other)
		}
	}
	slices.SortFunc(w.units, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) // “months” before “month”
	w.lengths = regexp.MustCompile(`(?:^|[^\pL\d])((\d{1,5}|` + alternatives(w.Numbers) + `)[ -](` + alternatives(w.units) + `))(?:$|[^\pL\d])`)
}

func alternatives(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = regexp.QuoteMeta(s)
	}
	return strings.Join(out, "|")
}

// names lists a tag and what it falls back to: de-AT, de.
func names(tag string) []string {
	t, err := language.Parse(tag)
	if err != nil {
		return nil
	}
	base, _ := t.Base()
	return []string{t.String(), base.String()}
}

// read panics on a file that does not parse: it is part of the program.
func (w *Words) read(name string) {
	data, err := fs.ReadFile(files, name+".toml")
	if err != nil {
		panic(err)
	}
	md, err := toml.Decode(string(data), w)
	if err != nil {
		panic(fmt.Sprintf("words/%s.toml: %v", name, err))
	}
	if u := md.Undecoded(); len(u) > 0 {
		panic(fmt.Sprintf("words/%s.toml: unknown key %s", name, u[0]))
	}
}

// Join makes a list of items. Items that hold the conjunction or a comma
// themselves are kept apart by commas; three or more of which some hold commas, by
// semicolons.
func (c Conjunction) Join(items []string) string {
	list, _ := c.join(items)
	return list
}

// Enclose is Join for a list after which the sentence goes on: where commas keep
// its items apart, another closes it.
func (c Conjunction) Enclose(items []string) string {
	list, apart := c.join(items)
	if apart {
		list += ","
	}
	return list
}

func (c Conjunction) join(items []string) (list string, apart bool) {
	n := len(items)
	if n < 2 {
		return strings.Join(items, ""), false
	}
	sep, last := c.Between, c.Last
	for _, it := range items {
		switch {
		case n > 2 && strings.ContainsAny(it, ",;"):
			return strings.Join(items[:n-1], c.StrongSep) + c.StrongLast + items[n-1], true
		case strings.ContainsAny(it, ",;") || holds(it, c.Word):
			sep, last, apart = c.ClearSep, c.ClearLast, true
		}
	}
	return strings.Join(items[:n-1], sep) + last + items[n-1], apart
}

func holds(text, word string) bool {
	return word != "" && strings.Contains(" "+text+" ", " "+word+" ")
}

// Raise gives a sentence its capital.
func Raise(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Finish gives a whole sentence its end.
func Finish(s string) string {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "”’)"))
	if s == "" || strings.ContainsRune(".!?…", r) {
		return s
	}
	return s + "."
}

// Inside gives a label the form it has inside a sentence: its first letter is
// lowered unless another capital shows that it is a name, and a full stop at its
// end is dropped unless it is an abbreviation's.
func Inside(label string) string {
	label = unstop(label)
	r, n := utf8.DecodeRuneInString(label)
	if n == 0 || !unicode.IsUpper(r) || strings.IndexFunc(label[n:], unicode.IsUpper) >= 0 {
		return label
	}
	return string(unicode.ToLower(r)) + label[n:]
}

// unstop drops the full stop of a label that was written as a sentence. After a
// short word, or one with another full stop in it, it is kept: Inc., etc., U.S.
func unstop(label string) string {
	bare, ok := strings.CutSuffix(label, ".")
	last := bare[strings.LastIndex(bare, " ")+1:]
	if !ok || utf8.RuneCountInString(last) < 4 || strings.Contains(last, ".") {
		return label
	}
	return bare
}

// Soften lowers the first letter of a whole sentence that is to stand inside
// another, if its first word is one that needs no capital; ok is false otherwise.
func (w *Words) Soften(sentence string) (s string, ok bool) {
	first, _, _ := strings.Cut(sentence, " ")
	for _, o := range w.Openers {
		if strings.EqualFold(first, o) {
			r, n := utf8.DecodeRuneInString(sentence)
			return string(unicode.ToLower(r)) + sentence[n:], true
		}
	}
	return sentence, false
}
