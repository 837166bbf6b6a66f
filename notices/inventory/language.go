package inventory

// Kind names a table of the language: [notice], [category.payment], [[use]].
type Kind string

// The kinds, in the order in which the language reference explains them.
const (
	KindNotice     Kind = "notice"
	KindParty      Kind = "party"
	KindCapacity   Kind = "capacity"
	KindContact    Kind = "contact"
	KindDocument   Kind = "document"
	KindDefinition Kind = "definition"
	KindAudience   Kind = "audience"
	KindSource     Kind = "source"
	KindCategory   Kind = "category"
	KindPurpose    Kind = "purpose"
	KindBasis      Kind = "basis"
	KindGate       Kind = "gate"
	KindObligation Kind = "obligation"
	KindRecipient  Kind = "recipient"
	KindCookie     Kind = "cookie"
	KindRight      Kind = "right"
	KindEvent      Kind = "event"
	KindUse        Kind = "use"
	KindShare      Kind = "share"
	KindKeep       Kind = "keep"
	KindBar        Kind = "bar"
	KindClosed     Kind = "closed"
	KindDuty       Kind = "duty"
	KindNote       Kind = "note"
	KindIssue      Kind = "issue"
	KindAddendum   Kind = "addendum"
)

// Shape says how a table of a kind is written.
type Shape int

const (
	Single Shape = iota // [party]
	Keyed               // [category.payment]
	Listed              // [[use]] with an id
)

// Type is the type of a value.
type Type uint8

const (
	Text         Type = iota // plain words, whose lines are joined
	Prose                    // name of a Markdown file beside the TOML file
	Words                    // list of short texts
	Bool                     // true or false
	Enum                     // one of Field.Values
	Enums                    // list of Field.Values
	Ref                      // id of an entry of Field.To
	Refs                     // list of ids of entries of Field.To
	DateType                 // 2026-01-31, "2026-01", "2026" or "none"
	PeriodType               // P12M, P30D, PT72H, "10 business days", "indefinite", "unstated"
	Age                      // { under = 13 } or { from = 13 }
	WhereType                // { customer = "US-NY" }
	RegionType               // one place
	URL                      // https://…, mailto:… or tel:…
	Email                    // one address
	Language                 // BCP 47 tag
	Labels                   // { id = "wording" }
	InternalType             // { owner = "…", reviewed = 2026-01-31, note = "…" }
	Loose                    // list of ids or of words that stand for ids: legal roles, channels
	Number                   // 500
	Dates                    // [2026-12-25, 2027-01-01]
)

// Field is one key a table may have. The registry below is the single source of
// validation, the JSON schema, the language reference and `candor explain`.
type Field struct {
	Key      string
	Type     Type
	Values   []string // of an Enum or Enums
	To       []Kind   // of a Ref or Refs
	Required bool
	Doc      string // one sentence, shown in editors
	Example  string // a TOML value
}

// anyID as a key stands for the ids that authors write there.
const anyID = "*"

// Table is one kind of table.
type Table struct {
	Kind   Kind
	Shape  Shape
	Doc    string
	Fields []Field
}

// Actions are what can be done with personal data, in the order of a decision's
// documentation.
var Actions = []string{"collect", "use", "store", "retain", "access", "display", "send", "share", "transfer", "feature", "decide", "delete", "respond"}

// GateKinds, Forms and the other word lists are closed: a new word is a new
// version of the language.
var (
	GateKinds      = []string{"consent", "authority", "opt-out", "objection", "fact"}
	Forms          = []string{"identified", "hashed", "pseudonymous", "de-identified", "aggregated", "anonymous"}
	BasisKinds     = []string{"consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests", "recognised-legitimate-interests", "authorised-by-law"}
	RecipientKinds = []string{"processor", "controller", "joint-controller", "affiliate", "partner", "staff", "users", "public", "authority", "adviser", "acquirer", "other"}
	Roles          = []string{"controller", "joint-controller", "processor", "operator", "contractor", "school", "service-provider", "business", "third-party-contractor"}
	SourceKinds    = []string{"person", "automatic", "third-party", "public", "customer", "derived"}
	ListKinds      = []string{"closed", "illustrative", "open"}
	Endings        = []string{"delete", "anonymise", "aggregate", "return", "review"}
	Sections       = []string{"introduction", "scope", "collection", "use", "basis", "cookies", "choices", "sharing", "transfers", "retention", "children", "rights", "complaints", "security", "changes", "contact"}
	IssueKinds     = []string{"conflict", "gap", "duplicate", "dangling", "masked", "unclear", "damage"}
	Runtimes       = []string{"stricter", "as-written", "none"}
	Classes        = []string{"special", "criminal", "sensitive", "child", "student", "student-record", "student-content", "directory", "educator"}
	PurposeKinds   = []string{"service", "operations", "improvement", "marketing", "advertising", "profiling", "sale", "research", "employment", "legal", "other"}
	Strengths      = []string{"implied", "deemed", "opt-in", "explicit", "written", "signed", "verified"}
	ContactUses    = []string{"privacy", "rights", "complaints", "unsubscribe", "legal", "security", "children", "regulator", "disputes", "post", "support", "representative", "dpo"}
	Signals        = []string{"gpc"}
	// Bodies are who may act on a gate without being an audience or a recipient.
	Bodies = []string{"person", "parent", "guardian", "school", "customer", "district", "employer"}
	// BuiltinRights and BuiltinEvents may be named without an entry of their own;
	// notices/words gives them their wording.
	BuiltinRights = []string{"access", "rectification", "erasure", "restriction", "objection", "portability", "withdraw-consent", "complaint", "opt-out", "information", "human-review"}
	BuiltinEvents = []string{"request", "collection", "breach", "contract", "contract-end", "material-change", "change", "complaint", "legal-request", "account-deactivated", "account-closed"}
	// ReservedFacts are gates every notice has: a law that requires longer keeping,
	// and a hold that suspends deletion. BuiltinFacts may be named without an entry.
	ReservedFacts = []string{"law-requires-longer", "legal-hold"}
	BuiltinFacts  = []string{"account-open", "identity-verified"}
)

// Tables is the whole inventory language, in the order in which the reference
// explains it. It is read only.
var Tables = []Table{
	{KindNotice, Single, "What this notice is: its title, its dates, its language, the laws it answers to.", []Field{
		{Key: "title", Type: Text, Required: true, Doc: "Title of the page, as readers see it.", Example: `"Privacy notice"`},
		{Key: "summary", Type: Text, Doc: "One or two sentences for the index and the top of the page.", Example: `"What we do with your data when you learn with us."`},
		{Key: "banner", Type: Text, Doc: "A warning shown above everything else, such as that the page is a demonstration.", Example: `"A demonstration, not a notice in force."`},
		{Key: "effective", Type: DateType, Doc: "The day the notice takes effect, as precise as it is known, or none.", Example: `2026-01-01`},
		{Key: "updated", Type: DateType, Doc: "The day the notice was last changed, or none.", Example: `2026-01-01`},
		{Key: "as-of", Type: DateType, Doc: "The day or month whose state the notice describes.", Example: `"2024-01"`},
		{Key: "version", Type: Text, Doc: "The author's own version name; without it, the date serves.", Example: `"3"`},
		{Key: "language", Type: Language, Required: true, Doc: "Language of the notice as a BCP 47 tag.", Example: `"en"`},
		{Key: "translations", Type: Labels, Doc: "The same notice in other languages: for each language, as a BCP 47 tag, the id of the notice. That one names this one in turn, and both state the same facts under the same ids.", Example: `{ cy = "my-notice-cy" }`},
		{Key: "laws", Type: Loose, Doc: "Laws the notice answers to, by the ids of law packs; `candor laws` lists them. A law without a pack is kept with the notice, and nothing is checked.", Example: `["uk-gdpr"]`},
		{Key: "documents", Type: Loose, Doc: "Documents that these laws ask for, to be made of this notice and published below it: the id of the law, a slash and the document, as `candor laws` lists them.", Example: `["us-ca-ccpa/notice-at-collection"]`},
		{Key: "extends", Type: Text, Doc: "Id of a notice whose entries this one takes over and overrides by id.", Example: `"base"`},
		{Key: "publish", Type: Bool, Doc: "false for a notice that only serves as a base for others.", Example: `false`},
		{Key: "prose", Type: Prose, Doc: "Markdown that opens the notice.", Example: `"introduction.md"`},
	}},
	{KindParty, Single, "Who is responsible: the organisation that speaks as “we”.", []Field{
		{Key: "name", Type: Text, Required: true, Doc: "Full name of the organisation.", Example: `"Example Learning Ltd"`},
		{Key: "short", Type: Text, Doc: "What the notice calls it after the first time.", Example: `"Example"`},
		{Key: "also", Type: Words, Doc: "Other names it trades or appears under.", Example: `["Example Group"]`},
		{Key: "includes", Type: Text, Doc: "Who else “we” stands for.", Example: `"its affiliates"`},
		{Key: "role", Type: Enum, Values: Roles, Doc: "Legal role where an audience, category or addendum says nothing else.", Example: `"controller"`},
		{Key: "address", Type: Words, Doc: "Postal address, a line each.", Example: `["1 High Street", "Leeds"]`},
		{Key: "number", Type: Text, Doc: "Company or registration number.", Example: `"Company 1234567"`},
		{Key: "website", Type: URL, Doc: "Address of the website.", Example: `"https://example.org"`},
		{Key: "offers", Type: Words, Doc: "Services and sites the notice is about.", Example: `["an on-demand learning platform"]`},
		{Key: "prose", Type: Prose, Doc: "Markdown about the organisation.", Example: `"about.md"`},
	}},
	{KindCapacity, Single, "In which capacity the organisation answers to a law that knows several: the id of the law, and a word of its pack.", []Field{
		{Key: anyID, Type: Text, Doc: "The capacity, in a word that `candor laws` lists with the law. In an addendum its `role` says it for its `law`.", Example: `"contractor"`},
	}},
	{KindContact, Keyed, "A way to reach someone, and what for.", []Field{
		{Key: "for", Type: Enums, Values: ContactUses, Required: true, Doc: "What this contact is for.", Example: `["rights", "complaints"]`},
		{Key: "label", Type: Text, Doc: "Who answers there.", Example: `"Data protection team"`},
		{Key: "name", Type: Text, Doc: "Name of the person or body.", Example: `"Information Commissioner’s Office"`},
		{Key: "attention", Type: Text, Doc: "Line that routes a letter inside the body.", Example: `"Attn: Compliance"`},
		{Key: "email", Type: Email, Doc: "E-mail address.", Example: `"privacy@example.org"`},
		{Key: "masked", Type: Text, Doc: "The address as printed where it is partly hidden; it is shown and never linked.", Example: `"pr*****@ex*****.org"`},
		{Key: "phone", Type: Text, Doc: "Telephone number.", Example: `"+44 20 7946 0000"`},
		{Key: "fax", Type: Text, Doc: "Fax number.", Example: `"+44 20 7946 0001"`},
		{Key: "address", Type: Words, Doc: "Postal address, a line each.", Example: `["Wycliffe House", "Wilmslow"]`},
		{Key: "url", Type: URL, Doc: "Web page or form.", Example: `"https://www.ico.org.uk/make-a-complaint"`},
		{Key: "fee", Type: Text, Doc: "What it costs to use.", Example: `"free of charge"`},
		{Key: "text", Type: Text, Doc: "A sentence that says when to use it.", Example: `"Write to us first."`},
	}},
	{KindDocument, Keyed, "Another document this notice leans on, adds to or gives way to. One with another party is a contract; in an addendum’s file it is that addendum’s.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Title of the document.", Example: `"Cookie Statement"`},
		{Key: "url", Type: URL, Doc: "Where it can be read.", Example: `"https://example.org/cookies"`},
		{Key: "lost", Type: Bool, Doc: "true when the original links to it and the address is not known.", Example: `true`},
		{Key: "with", Type: Text, Doc: "Of a contract: the other party.", Example: `"Example Falls Central School District"`},
		{Key: "number", Type: Text, Doc: "Of a contract: its number.", Example: `"2026-114"`},
		{Key: "made", Type: DateType, Doc: "Of a contract: when it was made.", Example: `2026-06-22`},
		{Key: "begins", Type: DateType, Doc: "Of a contract: its first day.", Example: `2026-07-01`},
		{Key: "ends", Type: DateType, Doc: "Of a contract: its last day, or none where it has no fixed end.", Example: `2029-06-30`},
		{Key: "text", Type: Text, Doc: "One sentence: what it has to do with this notice.", Example: `"It lists every cookie."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about it.", Example: `"contracts.md"`},
	}},
	{KindDefinition, Keyed, "A term with a fixed meaning in this notice.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "The term.", Example: `"Personal information"`},
		{Key: "text", Type: Text, Required: true, Doc: "What it means, as a sentence or a phrase.", Example: `"Information that identifies you."`},
		{Key: "document", Type: Ref, To: []Kind{KindDocument}, Doc: "Document that defines it, where this one does not.", Example: `"terms"`},
	}},
	{KindAudience, Keyed, "A group of people the notice speaks to or about.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Plural name as it stands inside a sentence.", Example: `"website visitors"`},
		{Key: "clause", Type: Text, Doc: "Completes “If …,” when the reader is one of them.", Example: `"you visit our websites"`},
		{Key: "within", Type: Refs, To: []Kind{KindAudience}, Doc: "Groups of people this one belongs to.", Example: `["end-users"]`},
		{Key: "role", Type: Enum, Values: Roles, Doc: "Our legal role towards them.", Example: `"processor"`},
		{Key: "covered", Type: Bool, Doc: "false for people the notice expressly does not cover.", Example: `false`},
		{Key: "age", Type: Age, Doc: "Ages the group has by definition.", Example: `{ under = 13 }`},
		{Key: "when", Type: Refs, To: []Kind{KindGate}, Doc: "Facts that make someone one of them.", Example: `["registered"]`},
		{Key: "governed-by", Type: Refs, To: []Kind{KindDocument}, Doc: "Documents that go before this notice for them.", Example: `["school-notice"]`},
		{Key: "text", Type: Text, Doc: "A sentence or two about how the notice applies to them.", Example: `"Your school decides how your data is used."`},
		{Key: "prose", Type: Prose, Doc: "Markdown for them.", Example: `"students.md"`},
	}},
	{KindSource, Keyed, "Where data comes from, or on what occasion.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "The source or occasion, as it stands after “We get data …”.", Example: `"from you, when you create an account"`},
		{Key: "kind", Type: Enum, Values: SourceKinds, Required: true, Doc: "What sort of source it is.", Example: `"person"`},
		{Key: "categories", Type: Refs, To: []Kind{KindCategory}, Doc: "Data that comes from it.", Example: `["contact"]`},
		{Key: "audiences", Type: Refs, To: []Kind{KindAudience}, Doc: "People whose data comes from it.", Example: `["customer"]`},
		{Key: "occasions", Type: Words, Doc: "When or how, as a list.", Example: `["when you fill in a form"]`},
		{Key: "gates", Type: Refs, To: []Kind{KindGate}, Doc: "What the source itself needs.", Example: `["partner-permission"]`},
		{Key: "voluntary", Type: Bool, Doc: "true when people may choose not to give it.", Example: `true`},
		{Key: "text", Type: Text, Doc: "The whole sentence, in place of the composed one.", Example: `"We get campaign results from event organisers."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about it.", Example: `"sources.md"`},
	}},
	{KindCategory, Keyed, "A kind of personal data.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Name as it stands inside a sentence.", Example: `"payment details"`},
		{Key: "includes", Type: Words, Doc: "What belongs to it.", Example: `["card details", "bank details"]`},
		{Key: "list", Type: Enum, Values: ListKinds, Doc: "Whether `includes`, with the categories within this one, is complete, gives examples, or can grow.", Example: `"illustrative"`},
		{Key: "within", Type: Refs, To: []Kind{KindCategory}, Doc: "Groups it belongs to.", Example: `["student-data"]`},
		{Key: "also", Type: Words, Doc: "Other or statutory names for the same data.", Example: `["Covered Information"]`},
		{Key: "class", Type: Enum, Values: Classes, Doc: "Sensitivity the law gives it.", Example: `"special"`},
		{Key: "role", Type: Enum, Values: Roles, Doc: "Our legal role for this data.", Example: `"processor"`},
		{Key: "governed-by", Type: Refs, To: []Kind{KindDocument}, Doc: "Documents that go before this notice for this data.", Example: `["school-contract"]`},
		{Key: "text", Type: Text, Doc: "A sentence about it.", Example: `"It depends on your device settings."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about it.", Example: `"student-data.md"`},
	}},
	{KindPurpose, Keyed, "What data is used for.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Completes “We use it to …”.", Example: `"provide services and goods"`},
		{Key: "title", Type: Text, Doc: "Heading form of the same purpose.", Example: `"Services and goods"`},
		{Key: "kind", Type: Enum, Values: PurposeKinds, Doc: "What sort of purpose it is, for law packs: they forbid or condition kinds.", Example: `"service"`},
		{Key: "includes", Type: Words, Doc: "What belongs to it.", Example: `["digital delivery"]`},
		{Key: "list", Type: Enum, Values: ListKinds, Doc: "Whether `includes` is complete, gives examples, or can grow.", Example: `"illustrative"`},
		{Key: "within", Type: Refs, To: []Kind{KindPurpose}, Doc: "Groups it belongs to.", Example: `["marketing"]`},
		{Key: "text", Type: Text, Doc: "A sentence about it.", Example: `"Nothing is decided by machine alone."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about it.", Example: `"research.md"`},
	}},
	{KindBasis, Keyed, "A legal basis with what the notice says of it.", []Field{
		{Key: "kind", Type: Enum, Values: BasisKinds, Required: true, Doc: "Which basis in law.", Example: `"legitimate-interests"`},
		{Key: "label", Type: Text, Doc: "Name, where the usual one does not do.", Example: `"explicit consent"`},
		{Key: "gates", Type: Refs, To: []Kind{KindGate}, Doc: "What must be open for it to carry a use.", Example: `["marketing-consent"]`},
		{Key: "owed", Type: Refs, To: []Kind{KindObligation}, Doc: "What is owed when it is relied on.", Example: `["unsubscribe-route"]`},
		{Key: "law", Type: Text, Doc: "Statute it rests on.", Example: `"FERPA"`},
		{Key: "text", Type: Text, Doc: "One sentence of explanation.", Example: `"You can withdraw at any time."`},
		{Key: "prose", Type: Prose, Doc: "Markdown with the explanation.", Example: `"marketing-basis.md"`},
	}},
	{KindGate, Keyed, "What must be open for a statement to permit: a consent, an authority, an opt-out not used, an objection not raised, a fact.", []Field{
		{Key: "kind", Type: Enum, Values: GateKinds, Required: true, Doc: "consent, authority, opt-out, objection or fact.", Example: `"consent"`},
		{Key: "label", Type: Text, Doc: "The act or fact as a clause; the sentence says “if …” or “unless …” before it.", Example: `"you have agreed to marketing"`},
		{Key: "title", Type: Text, Doc: "Heading form, for the list of choices.", Example: `"Marketing e-mails"`},
		{Key: "by", Type: Loose, Doc: "Who may do it: a body that is built in, or the id of an audience or a recipient. Services say who did it by the same word; a text of several words is compared with what they say, and not checked.", Example: `["person"]`},
		{Key: "via", Type: Words, Doc: "How it is done.", Example: `["sign-up form"]`},
		{Key: "strength", Type: Enum, Values: Strengths, Doc: "How strong a consent it is.", Example: `"explicit"`},
		{Key: "withdraw", Type: Words, Doc: "How it is taken back.", Example: `["unsubscribe link"]`},
		{Key: "signals", Type: Enums, Values: Signals, Doc: "Signals of browsers that count as this act, for an opt-out or an objection.", Example: `["gpc"]`},
		{Key: "instead", Type: Refs, To: []Kind{KindGate}, Doc: "Other gates that open this one.", Example: `["school-consent"]`},
		{Key: "accepts", Type: Words, Doc: "What counts, for a fact.", Example: `["scc", "adequacy"]`},
		{Key: "closed", Type: Enum, Values: []string{"deny"}, Doc: "deny: a fact that is missing forbids, rather than leaving the request uncovered.", Example: `"deny"`},
		{Key: "effect", Type: Text, Doc: "What follows for the person who uses it.", Example: `"Some services may be limited."`},
		{Key: "exempt", Type: Text, Doc: "What it does not stop.", Example: `"Messages about your account still reach you."`},
		{Key: "text", Type: Text, Doc: "The whole sentence for the list of choices.", Example: `"Unsubscribe at any time by the link in each e-mail."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about it.", Example: `"consent.md"`},
	}},
	{KindObligation, Keyed, "Something owed when a statement is relied on.", []Field{
		{Key: "text", Type: Text, Required: true, Doc: "The promise, as a whole sentence.", Example: `"Every message tells how to stop further ones."`},
		{Key: "to", Type: Text, Doc: "To whom it is owed, or to whom to refer.", Example: `"the school"`},
		{Key: "via", Type: Words, Doc: "Through which channel.", Example: `["e-mail"]`},
		{Key: "fee", Type: Text, Doc: "What it costs.", Example: `"usually free"`},
	}},
	{KindRecipient, Keyed, "Someone who receives data, processors included.", []Field{
		{Key: "kind", Type: Enum, Values: RecipientKinds, Required: true, Doc: "What sort of recipient.", Example: `"processor"`},
		{Key: "label", Type: Text, Required: true, Doc: "Name, or plural class, as it stands inside a sentence.", Example: `"Example Cloud"`},
		{Key: "service", Type: Text, Doc: "What they do for us, as a noun.", Example: `"hosting"`},
		{Key: "includes", Type: Words, Doc: "Examples or members.", Example: `["Google Analytics"]`},
		{Key: "within", Type: Refs, To: []Kind{KindRecipient}, Doc: "Groups it belongs to.", Example: `["vendors"]`},
		{Key: "location", Type: RegionType, Doc: "Where the data is held, as an ISO place.", Example: `"EU"`},
		{Key: "location-says", Type: Text, Doc: "Where it is held in the notice’s own vague words; it meets no rule about places.", Example: `"Europe"`},
		{Key: "agreement", Type: Bool, Doc: "true when a contract binds it to protect the data: of a processor the data processing agreement, of a controller one on sharing.", Example: `true`},
		{Key: "outside", Type: RegionType, Doc: "Leaving this place, data needs the gates below.", Example: `"EEA"`},
		{Key: "gates", Type: Refs, To: []Kind{KindGate}, Doc: "What must be open: with `outside`, only for destinations beyond it; else always.", Example: `["safeguard"]`},
		{Key: "safeguards", Type: Words, Doc: "Transfer safeguards named.", Example: `["Standard Contractual Clauses"]`},
		{Key: "follows", Type: Words, Doc: "Laws or standards it is said to follow.", Example: `["GDPR"]`},
		{Key: "measures", Type: Words, Doc: "Security measures named.", Example: `["encryption"]`},
		{Key: "access", Type: Text, Doc: "A sentence on what it may do with the data.", Example: `"It uses the data only to host our platform."`},
		{Key: "data", Type: Refs, To: []Kind{KindCategory}, Doc: "Data it holds, for its card on the page.", Example: `["contact"]`},
		{Key: "policy", Type: URL, Doc: "Its own privacy notice.", Example: `"https://example.com/privacy"`},
		{Key: "contact", Type: Ref, To: []Kind{KindContact}, Doc: "How to reach it.", Example: `"mathcounts"`},
		{Key: "owed", Type: Refs, To: []Kind{KindObligation}, Doc: "What is owed whenever data goes there.", Example: `["confidentiality"]`},
		{Key: "text", Type: Text, Doc: "A sentence about it.", Example: `"It hosts our community."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about it.", Example: `"example-cloud.md"`},
	}},
	{KindCookie, Keyed, "A kind of cookie or similar technology.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Name of the kind.", Example: `"Analytics cookies"`},
		{Key: "does", Type: Words, Required: true, Doc: "What they do, a phrase each.", Example: `["count visitors"]`},
		{Key: "set-by", Type: Words, Doc: "Who sets them.", Example: `["us", "Google Analytics"]`},
		{Key: "stop", Type: Words, Doc: "How to refuse them.", Example: `["browser settings"]`},
		{Key: "holds", Type: Text, Doc: "What they hold, or never hold.", Example: `"your user name"`},
		{Key: "needed", Type: Bool, Doc: "true when the service does not work without them.", Example: `true`},
		{Key: "text", Type: Text, Doc: "A sentence about them.", Example: `"Blocking them leaves the site unusable."`},
		{Key: "prose", Type: Prose, Doc: "Markdown about them.", Example: `"cookies/advertising.md"`},
	}},
	{KindRight, Keyed, "A right the notice gives that the law’s usual list lacks, or words in another way.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Completes “You can …”.", Example: `"ask for a list of those who got your data for marketing"`},
		{Key: "title", Type: Text, Doc: "Heading form.", Example: `"Direct marketing disclosure"`},
		{Key: "text", Type: Text, Doc: "A sentence about it.", Example: `"The law behind it is Civil Code 1798.83."`},
	}},
	{KindEvent, Keyed, "Something that happens and sets a duty or a clock going.", []Field{
		{Key: "label", Type: Text, Required: true, Doc: "Completes “If …” or “when …”.", Example: `"there is a security breach"`},
		{Key: "title", Type: Text, Doc: "Heading form.", Example: `"Security breach"`},
		{Key: "text", Type: Text, Doc: "A sentence about it.", Example: `"Deactivating is not the same as deleting."`},
	}},
	statement(KindUse, "Data that is collected or used, and what for.",
		Field{Key: "sources", Type: Refs, To: []Kind{KindSource}, Doc: "Where it comes from.", Example: `["sign-up"]`}),
	statement(KindShare, "Data that goes to someone."),
	statement(KindKeep, "How long data is kept, and what happens then.",
		Field{Key: "while", Type: Ref, To: []Kind{KindGate}, Doc: "Fact during which it is kept anyway.", Example: `"account-open"`},
		Field{Key: "from", Type: Ref, To: []Kind{KindEvent}, Doc: "Event the period runs from.", Example: `"account-deactivated"`},
		Field{Key: "period", Type: PeriodType, Required: true, Doc: "How long: a calendar period, indefinite, or unstated. P0D is not kept at all.", Example: `"P12M"`},
		Field{Key: "longer", Type: Enum, Values: []string{"law"}, Doc: "law: longer where the law requires it.", Example: `"law"`},
		Field{Key: "then", Type: Enums, Values: Endings, Doc: "What happens at the end.", Example: `["delete", "anonymise"]`}),
	statement(KindBar, "What is never done."),
	statement(KindClosed, "A scope in which whatever no statement permits is forbidden."),
	statement(KindDuty, "What a person is entitled to, or what is owed when something happens.",
		Field{Key: "within", Type: PeriodType, Doc: "Deadline.", Example: `"P1M"`},
		Field{Key: "clock", Type: Ref, To: []Kind{KindEvent}, Doc: "Event the deadline runs from; without it, the one `event` of the duty, or `request` where it names none or several.", Example: `"request"`},
		Field{Key: "every", Type: PeriodType, Doc: "How often it may be asked.", Example: `"P1Y"`},
		Field{Key: "via", Type: Words, Doc: "Channels a request must come through.", Example: `["e-mail"]`},
		Field{Key: "covers", Type: Text, Doc: "Time the answer covers.", Example: `"the preceding calendar year"`},
		Field{Key: "held-by", Type: Ref, To: []Kind{KindRecipient}, Doc: "Body that must be asked instead; a request to us is refused and referred.", Example: `"school"`},
		Field{Key: "fee", Type: Text, Doc: "What it costs.", Example: `"usually free"`},
		Field{Key: "qualifier", Type: Text, Doc: "When it holds.", Example: `"in certain circumstances"`},
		Field{Key: "contact", Type: Ref, To: []Kind{KindContact}, Doc: "Where to turn.", Example: `"privacy"`}),
	{KindNote, Listed, "Prose that is printed and never decided.", []Field{
		{Key: "section", Type: Enum, Values: Sections, Required: true, Doc: "Part of the page it stands in; in an addendum’s file it stands in that addendum.", Example: `"security"`},
		{Key: "title", Type: Text, Doc: "Heading.", Example: `"How we protect data"`},
		{Key: "text", Type: Text, Doc: "A sentence or a short paragraph.", Example: `"No system is perfectly safe."`},
		{Key: "items", Type: Words, Doc: "A list under it.", Example: `["encryption", "firewalls"]`},
		{Key: "audiences", Type: Refs, To: []Kind{KindAudience}, Doc: "For whom.", Example: `["student"]`},
		{Key: "links", Type: Labels, Doc: "Web addresses and what to call them.", Example: `{ "https://example.org" = "Example" }`},
		{Key: "prose", Type: Prose, Doc: "Markdown.", Example: `"security.md"`},
	}},
	{KindIssue, Listed, "A contradiction or gap that its authors know of and keep, and how a decision reads it.", append([]Field{
		{Key: "kind", Type: Enum, Values: IssueKinds, Required: true, Doc: "What sort of trouble it is.", Example: `"conflict"`},
		{Key: "text", Type: Text, Required: true, Doc: "What is unclear, in a sentence or two.", Example: `"One clause says only, another adds improving."`},
		{Key: "between", Type: Refs, To: statementKinds, Doc: "Statements that contradict each other.", Example: `["student-core", "student-improve"]`},
		{Key: "about", Type: Refs, To: anyKind, Doc: "Entries it concerns, as kind.id for vocabulary and id for statements.", Example: `["recipient.circle"]`},
		{Key: "runtime", Type: Enum, Values: Runtimes, Doc: "stricter (the default), as-written, or none.", Example: `"stricter"`},
		{Key: "publish", Type: Bool, Doc: "true to print it on the page; otherwise it stays in the internal tree.", Example: `true`},
		{Key: "accepts", Type: Words, Doc: "Finding codes this issue answers.", Example: `["masked-contact"]`},
	}, selectors...)},
	{KindAddendum, Single, "Statements that apply in a place or to an age. It makes its file an addendum; the file’s name is its id.", []Field{
		{Key: "title", Type: Text, Required: true, Doc: "Heading of the section.", Example: `"New York Education Law § 2-d"`},
		{Key: "where", Type: WhereType, Doc: "Where it applies: person, customer or host.", Example: `{ customer = "US-NY" }`},
		{Key: "age", Type: Age, Doc: "To which ages it applies.", Example: `{ under = 16 }`},
		{Key: "law", Type: Text, Doc: "Law it answers to: the id of a law pack, which is then checked there, or words of your own, which are printed and not checked.", Example: `"us-ny-2d"`},
		{Key: "documents", Type: Loose, Doc: "Documents that this law asks for, to be made of the notice with this addendum, such as for one contract.", Example: `["us-ny-2d/supplement"]`},
		{Key: "audiences", Type: Refs, To: []Kind{KindAudience}, Doc: "For whom.", Example: `["customer"]`},
		{Key: "role", Type: Enum, Values: Roles, Doc: "Our legal role there.", Example: `"processor"`},
		{Key: "governed-by", Type: Refs, To: []Kind{KindDocument}, Doc: "Documents that go before this notice there.", Example: `["pa-16-189"]`},
		{Key: "owed", Type: Refs, To: []Kind{KindObligation}, Doc: "What is owed there whenever something is allowed.", Example: `["industry-standard-security"]`},
		{Key: "prevails", Type: Bool, Doc: "true when the notice says that the addendum goes before the body.", Example: `true`},
		{Key: "text", Type: Text, Doc: "A sentence or two that open the section.", Example: `"This applies to districts in New York."`},
		{Key: "prose", Type: Prose, Doc: "Markdown that opens the section.", Example: `"pipeda.md"`},
	}},
}

var statementKinds = []Kind{KindUse, KindShare, KindKeep, KindBar, KindClosed, KindDuty}

var anyKind = append([]Kind{KindParty, KindCapacity, KindContact, KindDocument, KindDefinition, KindAudience, KindSource, KindCategory, KindPurpose, KindBasis, KindGate, KindObligation, KindRecipient, KindCookie, KindRight, KindEvent, KindNote, KindAddendum, KindNotice}, statementKinds...)

// selectors say what a statement is about; each left out means any.
var selectors = []Field{
	{Key: "actions", Type: Enums, Values: Actions, Doc: "What is done; each kind of statement has its own default.", Example: `["collect", "use"]`},
	{Key: "audiences", Type: Refs, To: []Kind{KindAudience}, Doc: "Whose data.", Example: `["customer"]`},
	{Key: "categories", Type: Refs, To: []Kind{KindCategory}, Doc: "Which data.", Example: `["contact", "payment"]`},
	{Key: "except", Type: Refs, To: []Kind{KindCategory}, Doc: "Data left out of the categories above, or of all.", Example: `["name"]`},
	{Key: "purposes", Type: Refs, To: []Kind{KindPurpose}, Doc: "What for.", Example: `["services"]`},
	{Key: "recipients", Type: Refs, To: []Kind{KindRecipient}, Doc: "To whom.", Example: `["host"]`},
	{Key: "forms", Type: Enums, Values: Forms, Doc: "In which form the data is.", Example: `["aggregated", "anonymous"]`},
	{Key: "roles", Type: Enums, Values: Roles, Doc: "In which legal role we act.", Example: `["processor"]`},
	{Key: "right", Type: Refs, To: []Kind{KindRight}, Doc: "Which right a person uses.", Example: `"access"`},
	{Key: "event", Type: Refs, To: []Kind{KindEvent}, Doc: "Which event calls for an answer.", Example: `"breach"`},
	{Key: "where", Type: WhereType, Doc: "Where the person, customer, host or destination is.", Example: `{ person = "US-CA" }`},
	{Key: "age", Type: Age, Doc: "Ages in completed years.", Example: `{ under = 13 }`},
}

// statement gives the table of a statement kind: id and selectors, conditions and
// wording, and the fields only this kind has.
func statement(k Kind, doc string, own ...Field) Table {
	fs := append([]Field{}, selectors...)
	fs = append(fs, own...)
	fs = append(fs,
		Field{Key: "bases", Type: Refs, To: []Kind{KindBasis}, Doc: "Legal bases: bare kinds, or ids of [basis]; any one with its gates open suffices.", Example: `["contract"]`},
		Field{Key: "gates", Type: Refs, To: []Kind{KindGate}, Doc: "What must be open, all of it.", Example: `["marketing-consent"]`},
		Field{Key: "unless", Type: Refs, To: []Kind{KindGate}, Doc: "What lifts a bar or a closed clause, any of it.", Example: `["permission"]`},
		Field{Key: "when", Type: Refs, To: []Kind{KindGate}, Doc: "Facts under which the statement speaks at all.", Example: `["linked"]`},
		Field{Key: "owed", Type: Refs, To: []Kind{KindObligation}, Doc: "What is owed in return.", Example: `["unsubscribe-route"]`},
		Field{Key: "only", Type: Enum, Values: []string{"category", "recipient", "basis"}, Doc: "Closes this key: what no statement permits for it is forbidden.", Example: `"category"`},
		Field{Key: "labels", Type: Labels, Doc: "Other wording for an entry, in this sentence only.", Example: `{ purchase = "purchase or account history" }`},
		Field{Key: "list", Type: Enum, Values: ListKinds, Doc: "Whether the data named is complete, gives examples, or can grow.", Example: `"open"`},
		Field{Key: "text", Type: Text, Doc: "The sentence, in place of the composed one.", Example: `"We never sell student data."`},
		Field{Key: "section", Type: Enum, Values: Sections, Doc: "Part of the page it stands in, where the usual one does not do.", Example: `"children"`},
		Field{Key: "prose", Type: Prose, Doc: "Markdown that explains it and decides nothing.", Example: `"services.md"`},
	)
	return Table{Kind: k, Shape: Listed, Doc: doc, Fields: fs}
}

// common are the keys every entry may have; a listed one has an id besides.
var common = []Field{
	{Key: "says", Type: Loose, Doc: "What a law asks to be said and this entry says, by the topics of law packs: prose counts only where its author ticks it so.", Example: `["accuracy-challenge"]`},
	{Key: "cites", Type: Words, Doc: "Paragraphs of an original that the entry restates; never published.", Example: `["II.B"]`},
	{Key: "internal", Type: InternalType, Doc: "Owner, review date and remarks; never published.", Example: `{ owner = "Legal", reviewed = 2026-01-31 }`},
}
