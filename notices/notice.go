package notices

import "github.com/candor-privacy/candor/notices/inventory"

// Notice is one published statement, resolved: every reference followed, every
// sentence worded, nothing left to look up. It holds public facts only; what an
// author keeps to the organisation is in [Internal]. Lists keep the order of the
// inventory; a nil list is empty.
type Notice struct {
	ID        string         `json:"id"`
	Path      string         `json:"path"` // of the page in the site: "/career-masterclass/"
	Title     string         `json:"title"`
	Summary   string         `json:"summary,omitempty"`
	Banner    string         `json:"banner,omitempty"`
	Language  string         `json:"language"`
	Version   string         `json:"version"` // the author's, else the effective or updated date, else "none"
	Effective inventory.Date `json:"effective"`
	Updated   inventory.Date `json:"updated"`
	AsOf      inventory.Date `json:"asOf"`
	Laws      []string       `json:"laws,omitempty"`
	Capacity  []Capacity     `json:"capacity,omitempty"`  // per law that knows several
	Statutory []string       `json:"statutory,omitempty"` // documents of these laws that it asks to be made, as law/document
	Prose     string         `json:"prose,omitempty"`     // Markdown

	Translations []Translation `json:"translations,omitempty"` // in order of language

	Party       Party        `json:"party"`
	Contacts    []Contact    `json:"contacts,omitempty"`
	Documents   []Document   `json:"documents,omitempty"`
	Definitions []Definition `json:"definitions,omitempty"`
	Audiences   []Audience   `json:"audiences,omitempty"`
	Sources     []Source     `json:"sources,omitempty"`
	Categories  []Category   `json:"categories,omitempty"`
	Purposes    []Purpose    `json:"purposes,omitempty"`
	Bases       []Basis      `json:"bases,omitempty"` // the author's own and every bare kind a statement names
	Gates       []Gate       `json:"gates,omitempty"` // the author's own, built-in and reserved ones that are named
	Obligations []Obligation `json:"obligations,omitempty"`
	Recipients  []Recipient  `json:"recipients,omitempty"`
	Cookies     []Cookie     `json:"cookies,omitempty"`
	Rights      []Right      `json:"rights,omitempty"` // the author's own and built-in ones that are named
	Events      []Event      `json:"events,omitempty"` // likewise

	Statements []Statement `json:"statements,omitempty"` // of the body and of every addendum
	Notes      []Note      `json:"notes,omitempty"`
	Addenda    []Addendum  `json:"addenda,omitempty"`
	Issues     []Issue     `json:"issues,omitempty"` // all of them; a page prints those with Publish
	Says       []Said      `json:"says,omitempty"`   // what a law asks to be said, and which entry says it

	digest string    // once it is resolved
	spelt  *spelling // its JSON, of a notice that goes through once
}

// Translation is a notice that states the same in another language.
type Translation struct {
	Language string `json:"language"` // BCP 47
	Name     string `json:"name"`     // of the language, in itself: “Cymraeg”
	ID       string `json:"id"`
}

// Capacity is in which capacity the organisation answers to a law.
type Capacity struct {
	Law string `json:"law"`
	As  string `json:"as"`
}

// Said is a topic of a law pack that an entry's author says it deals with.
type Said struct {
	Topic    string `json:"topic"`
	Entry    string `json:"entry"` // a statement's id, kind.id of any other entry
	Addendum string `json:"addendum,omitempty"`
}

// Party is the organisation that speaks as “we”.
type Party struct {
	Name     string   `json:"name"`
	Short    string   `json:"short,omitempty"`
	Also     []string `json:"also,omitempty"`
	Includes string   `json:"includes,omitempty"`
	Role     string   `json:"role,omitempty"`
	Address  []string `json:"address,omitempty"`
	Number   string   `json:"number,omitempty"`
	Website  string   `json:"website,omitempty"`
	Offers   []string `json:"offers,omitempty"`
	Prose    string   `json:"prose,omitempty"`
}

// Contact is a way to reach someone. A contact with Masked and no Email cannot be
// written to.
type Contact struct {
	ID        string   `json:"id"`
	Anchor    string   `json:"anchor"`
	For       []string `json:"for"`
	Label     string   `json:"label,omitempty"`
	Name      string   `json:"name,omitempty"`
	Attention string   `json:"attention,omitempty"`
	Email     string   `json:"email,omitempty"`
	Masked    string   `json:"masked,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Fax       string   `json:"fax,omitempty"`
	Address   []string `json:"address,omitempty"`
	URL       string   `json:"url,omitempty"`
	Fee       string   `json:"fee,omitempty"`
	Text      string   `json:"text,omitempty"`
}

// Document is another text the notice leans on; one with another party is a contract.
type Document struct {
	ID       string         `json:"id"`
	Anchor   string         `json:"anchor"`
	Addendum string         `json:"addendum,omitempty"` // of a contract, whose it is
	Label    string         `json:"label"`
	URL      string         `json:"url,omitempty"`
	Lost     bool           `json:"lost,omitempty"`
	With     string         `json:"with,omitempty"` // the other party to a contract
	Number   string         `json:"number,omitempty"`
	Made     inventory.Date `json:"made,omitzero"`
	Begins   inventory.Date `json:"begins,omitzero"`
	Ends     inventory.Date `json:"ends,omitzero"`
	Endless  bool           `json:"endless,omitempty"`  // it has no fixed end
	Sentence string         `json:"sentence,omitempty"` // the contract in words: with whom, and from when until when
	Text     string         `json:"text,omitempty"`
	Prose    string         `json:"prose,omitempty"`
}

// Definition is a term with a fixed meaning.
type Definition struct {
	ID       string `json:"id"`
	Anchor   string `json:"anchor"`
	Label    string `json:"label"`
	Text     string `json:"text"`
	Document *Ref   `json:"document,omitempty"`
}

// Ref names another entry of the notice where a page needs more than its id.
type Ref struct {
	ID     string `json:"id"`
	Anchor string `json:"anchor,omitempty"`
	Label  string `json:"label"` // as it stands inside a sentence
}

// Audience is a group of people the notice speaks to or about.
type Audience struct {
	ID         string             `json:"id"`
	Anchor     string             `json:"anchor"`
	Label      string             `json:"label"`
	Clause     string             `json:"clause,omitempty"`
	Within     []Ref              `json:"within,omitempty"`
	Members    []string           `json:"members,omitempty"` // ids of everything below it, all levels
	Role       string             `json:"role,omitempty"`    // its own, else the party's
	Covered    bool               `json:"covered"`
	Age        inventory.AgeRange `json:"age,omitzero"`
	When       []Ref              `json:"when,omitempty"`
	GovernedBy []Ref              `json:"governedBy,omitempty"`
	Text       string             `json:"text,omitempty"`
	Prose      string             `json:"prose,omitempty"`
}

// Source is where data comes from. Sentence is worded here, like a statement's.
type Source struct {
	ID         string   `json:"id"`
	Anchor     string   `json:"anchor"`
	Kind       string   `json:"kind"`
	Label      string   `json:"label"`
	Sentence   Sentence `json:"sentence"`
	Categories []Ref    `json:"categories,omitempty"`
	Audiences  []Ref    `json:"audiences,omitempty"`
	Occasions  []string `json:"occasions,omitempty"`
	Gates      []Ref    `json:"gates,omitempty"`
	Voluntary  bool     `json:"voluntary,omitempty"`
	Prose      string   `json:"prose,omitempty"`
}

// Category is a kind of personal data.
type Category struct {
	ID         string   `json:"id"`
	Anchor     string   `json:"anchor"`
	Label      string   `json:"label"`
	Includes   []string `json:"includes,omitempty"`
	List       string   `json:"list,omitempty"`
	Within     []Ref    `json:"within,omitempty"`
	Members    []string `json:"members,omitempty"` // ids of everything below it, all levels
	Also       []string `json:"also,omitempty"`
	Class      string   `json:"class,omitempty"`
	Role       string   `json:"role,omitempty"`
	GovernedBy []Ref    `json:"governedBy,omitempty"`
	Text       string   `json:"text,omitempty"`
	Prose      string   `json:"prose,omitempty"`
}

// Purpose is what data is used for.
type Purpose struct {
	ID       string   `json:"id"`
	Anchor   string   `json:"anchor"`
	Label    string   `json:"label"` // completes “to …”
	Title    string   `json:"title"` // heading form; the label with a capital when the author gave none
	Kind     string   `json:"kind,omitempty"`
	Includes []string `json:"includes,omitempty"`
	List     string   `json:"list,omitempty"`
	Within   []Ref    `json:"within,omitempty"`
	Members  []string `json:"members,omitempty"`
	Text     string   `json:"text,omitempty"`
	Prose    string   `json:"prose,omitempty"`
}

// Basis is a legal basis. Own is false for a bare kind that a statement names
// without an entry.
type Basis struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Label string `json:"label"`
	Own   bool   `json:"own,omitempty"`
	Gates []Ref  `json:"gates,omitempty"`
	Owed  []Ref  `json:"owed,omitempty"`
	Law   string `json:"law,omitempty"`
	Text  string `json:"text,omitempty"`
	Prose string `json:"prose,omitempty"`
}

// Gate is what must be open for a statement to permit.
type Gate struct {
	ID       string   `json:"id"`
	Anchor   string   `json:"anchor"`
	Kind     string   `json:"kind"`
	Label    string   `json:"label"` // a clause: “you have agreed to marketing”
	Title    string   `json:"title,omitempty"`
	Sentence string   `json:"sentence,omitempty"` // the choice in words, for the list of choices; "" for facts
	By       []string `json:"by,omitempty"`
	Via      []string `json:"via,omitempty"`
	Strength string   `json:"strength,omitempty"`
	Withdraw []string `json:"withdraw,omitempty"`
	Signals  []string `json:"signals,omitempty"` // of browsers that count as the act
	Instead  []string `json:"instead,omitempty"` // ids, all levels, itself never
	Accepts  []string `json:"accepts,omitempty"`
	Denies   bool     `json:"denies,omitempty"` // closed, it forbids: every kind but a plain fact
	Effect   string   `json:"effect,omitempty"`
	Exempt   string   `json:"exempt,omitempty"`
	Prose    string   `json:"prose,omitempty"`
}

// Obligation is something owed when a statement is relied on.
type Obligation struct {
	ID   string   `json:"id"`
	Text string   `json:"text"`
	To   string   `json:"to,omitempty"`
	Via  []string `json:"via,omitempty"`
	Fee  string   `json:"fee,omitempty"`
}

// Recipient is someone who receives data.
type Recipient struct {
	ID           string           `json:"id"`
	Anchor       string           `json:"anchor"`
	Kind         string           `json:"kind"`
	Label        string           `json:"label"`
	Service      string           `json:"service,omitempty"`
	Includes     []string         `json:"includes,omitempty"`
	Within       []Ref            `json:"within,omitempty"`
	Members      []string         `json:"members,omitempty"`
	Location     inventory.Region `json:"location,omitempty"`
	LocationName string           `json:"locationName,omitempty"` // the place or the notice's vague words, for reading
	Agreement    bool             `json:"agreement,omitempty"`
	Outside      inventory.Region `json:"outside,omitempty"`
	OutsideName  string           `json:"outsideName,omitempty"`
	Gates        []Ref            `json:"gates,omitempty"`
	Safeguards   []string         `json:"safeguards,omitempty"`
	Follows      []string         `json:"follows,omitempty"`
	Measures     []string         `json:"measures,omitempty"`
	Access       string           `json:"access,omitempty"`
	Data         []Ref            `json:"data,omitempty"`
	Policy       string           `json:"policy,omitempty"`
	Contact      *Contact         `json:"contact,omitempty"`
	Owed         []Ref            `json:"owed,omitempty"`
	Text         string           `json:"text,omitempty"`
	Prose        string           `json:"prose,omitempty"`
}

// Cookie is a kind of cookie or similar technology.
type Cookie struct {
	ID     string   `json:"id"`
	Anchor string   `json:"anchor"`
	Label  string   `json:"label"`
	Does   []string `json:"does"`
	SetBy  []string `json:"setBy,omitempty"`
	Stop   []string `json:"stop,omitempty"`
	Holds  string   `json:"holds,omitempty"`
	Needed bool     `json:"needed,omitempty"`
	Text   string   `json:"text,omitempty"`
	Prose  string   `json:"prose,omitempty"`
}

// Right is something a person may ask for.
type Right struct {
	ID    string `json:"id"`
	Label string `json:"label"` // completes “You can …”
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
}

// Event is something that happens and sets a duty or a clock going.
type Event struct {
	ID    string `json:"id"`
	Label string `json:"label"` // completes “if …” or “when …”
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
}

// Note is prose that is printed and never decided.
type Note struct {
	ID        string   `json:"id"`
	Anchor    string   `json:"anchor"`
	Section   string   `json:"section"`
	Addendum  string   `json:"addendum,omitempty"`
	Title     string   `json:"title,omitempty"`
	Text      string   `json:"text,omitempty"`
	Items     []string `json:"items,omitempty"`
	Audiences []Ref    `json:"audiences,omitempty"`
	Links     []Link   `json:"links,omitempty"`
	Prose     string   `json:"prose,omitempty"`
}

// Link is a web address with the words that name it.
type Link struct {
	URL   string `json:"url"`
	Label string `json:"label"`
}

// Addendum is a section whose statements apply in a place or to an age. Its
// statements are in Notice.Statements with this id as their Addendum.
type Addendum struct {
	ID         string             `json:"id"`
	Anchor     string             `json:"anchor"`
	Title      string             `json:"title"`
	Applies    string             `json:"applies"` // who it is for, as a sentence
	Where      Where              `json:"where,omitzero"`
	Age        inventory.AgeRange `json:"age,omitzero"`
	Audiences  []Ref              `json:"audiences,omitempty"`
	Law        string             `json:"law,omitempty"`
	Role       string             `json:"role,omitempty"`
	Statutory  []string           `json:"statutory,omitempty"` // documents of its law that it asks to be made, as law/document
	GovernedBy []Ref              `json:"governedBy,omitempty"`
	Owed       []Ref              `json:"owed,omitempty"`
	Prevails   bool               `json:"prevails,omitempty"`
	Text       string             `json:"text,omitempty"`
	Prose      string             `json:"prose,omitempty"`
}

// Issue is a contradiction or gap that the authors know of and keep.
type Issue struct {
	ID       string   `json:"id"`
	Anchor   string   `json:"anchor"`
	Kind     string   `json:"kind"`
	Text     string   `json:"text"`
	Between  []string `json:"between,omitempty"` // statement ids
	About    []string `json:"about,omitempty"`   // kind.id of vocabulary, ids of statements
	Runtime  string   `json:"runtime"`           // stricter, as-written, none
	Publish  bool     `json:"publish,omitempty"`
	Accepts  []string `json:"accepts,omitempty"`
	Selector Selector `json:"selector,omitzero"`
}

// Where says where the person, the customer, the host or the destination is; an
// empty list means anywhere.
type Where struct {
	Person      []inventory.Region `json:"person,omitempty"`
	Customer    []inventory.Region `json:"customer,omitempty"`
	Host        []inventory.Region `json:"host,omitempty"`
	Destination []inventory.Region `json:"destination,omitempty"`
}
