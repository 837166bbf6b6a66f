package themes

import (
	"fmt"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// fixture is a small notice that has something of everything a page can show.
func fixture() *notices.Notice {
	n := &notices.Notice{
		ID: "garden-club", Path: "/garden-club/", Title: "Privacy notice", Language: "en", Version: "2026-01-01",
		Summary:   "What the Garden Club does with your data when you join, learn with us or visit our website.",
		Banner:    "An invented club, for tests.",
		Effective: day(2026, 1, 1), AsOf: inventory.Date{Y: 2025, M: 11, Precision: inventory.Month},
		Prose:        "We are a small club. **Ask us** anything.\n\n## How to read this\n\nThe short part first.",
		Translations: []notices.Translation{{Language: "cy", Name: "Cymraeg", ID: "garden-club-cy"}},
		Party: notices.Party{
			Name: "Garden Club Ltd", Short: "the Club", Also: []string{"Greenhouse"}, Includes: "its local branches", Role: "controller",
			Address: []string{"1 High Street", "Leeds"}, Number: "Company 1234567", Website: "https://garden.example",
			Offers: []string{"courses", "the members’ website"},
		},
		Contacts: []notices.Contact{
			{ID: "privacy", Anchor: "contact-privacy", For: []string{"privacy", "rights"}, Label: "Privacy team", Email: "privacy@garden.example", Phone: "+44 20 7946 0000", Address: []string{"1 High Street", "Leeds"}},
			{ID: "ico", Anchor: "contact-ico", For: []string{"regulator"}, Name: "Information Commissioner’s Office", URL: "https://ico.org.uk/make-a-complaint", Text: "You can complain at any time."},
			{ID: "old", Anchor: "contact-old", For: []string{"support"}, Masked: "su*****@ga*****.example"},
		},
		Documents: []notices.Document{
			{ID: "cookies", Anchor: "document-cookies", Label: "cookie statement", URL: "https://garden.example/cookies", Text: "It lists every cookie."},
			{ID: "school", Anchor: "document-school", Label: "school contract", Lost: true},
		},
		Definitions: []notices.Definition{{ID: "pi", Anchor: "definition-pi", Label: "personal information", Text: "information that identifies you."}},
		Audiences: []notices.Audience{
			{ID: "member", Anchor: "audience-member", Label: "members", Role: "controller", Covered: true, Text: "You are one once you have joined."},
			{ID: "pupil", Anchor: "audience-pupil", Label: "pupils", Role: "processor", Covered: true, Age: inventory.AgeRange{Under: 18},
				GovernedBy: []notices.Ref{{ID: "school", Anchor: "document-school", Label: "school contract"}}, Text: "Your school decides how your data is used."},
		},
		Sources: []notices.Source{{ID: "form", Anchor: "source-form", Kind: "person", Label: "from you", Voluntary: true,
			Sentence: sentence("We get data from you:", "when you join;", "and when you write to us.")}},
		Categories: []notices.Category{
			{ID: "contact", Anchor: "category-contact", Label: "contact details", Includes: []string{"name", "e-mail address"}, List: "illustrative"},
			{ID: "payment", Anchor: "category-payment", Label: "payment details", Includes: []string{"card details"}},
			{ID: "health", Anchor: "category-health", Label: "health information", Class: "special", Within: []notices.Ref{{ID: "pupil-data", Anchor: "category-pupil-data", Label: "pupil data"}}},
			{ID: "grades", Anchor: "category-grades", Label: "course results", Within: []notices.Ref{{ID: "pupil-data", Anchor: "category-pupil-data", Label: "pupil data"}}},
			{ID: "pupil-data", Anchor: "category-pupil-data", Label: "pupil data", Members: []string{"health", "grades"}, Also: []string{"Student Data"}, Role: "processor"},
		},
		Purposes: []notices.Purpose{
			{ID: "services", Label: "provide services and goods", Title: "Services and goods", Includes: []string{"courses", "seed boxes"}},
			{ID: "marketing", Label: "tell you about new courses", Title: "Marketing", Prose: "We write at most once a month."},
			{ID: "teaching", Label: "teach", Title: "Teaching"},
		},
		Bases: []notices.Basis{
			{ID: "contract", Kind: "contract", Label: "contract"},
			{ID: "marketing", Kind: "consent", Label: "consent", Own: true, Text: "You can withdraw it at any time.", Owed: []notices.Ref{{ID: "unsubscribe", Label: ""}}},
		},
		Gates: []notices.Gate{
			{ID: "marketing-consent", Anchor: "gate-marketing-consent", Kind: "consent", Label: "you have agreed to marketing", Title: "Marketing e-mails",
				Sentence: "You choose whether we may write to you about courses, and can change your mind by the link in each e-mail.", Exempt: "Messages about your account still reach you."},
		},
		Obligations: []notices.Obligation{{ID: "unsubscribe", Text: "Every message tells how to stop further ones."}},
		Recipients: []notices.Recipient{
			{ID: "host", Anchor: "recipient-host", Kind: "processor", Label: "Example Cloud", Service: "hosting", Location: "EU", LocationName: "European Union",
				Agreement: true, Safeguards: []string{"Standard Contractual Clauses"}, Measures: []string{"encryption"}, Follows: []string{"GDPR"}, Policy: "https://cloud.example/privacy"},
			{ID: "tutors", Anchor: "recipient-tutors", Kind: "staff", Label: "tutors"},
		},
		Cookies: []notices.Cookie{{ID: "session", Anchor: "cookie-session", Label: "session cookies", Does: []string{"keep you signed in"}, SetBy: []string{"us"}, Stop: []string{"browser settings"}, Needed: true}},
		Rights:  []notices.Right{{ID: "access", Label: "ask for a copy of your data", Title: "Access"}, {ID: "erasure", Label: "ask us to delete your data", Title: "Erasure"}},
		Events:  []notices.Event{{ID: "breach", Label: "there is a security breach", Title: "Security breach"}},
		Notes: []notices.Note{
			{ID: "measures", Anchor: "note-measures", Section: "security", Title: "Measures", Text: "No system is perfectly safe.", Items: []string{"encryption", "locks"}, Links: []notices.Link{{URL: "https://garden.example/security", Label: "More on security"}}},
			{ID: "ny-note", Anchor: "note-ny-note", Section: "introduction", Addendum: "us-ny-2d", Text: "The district decides."},
		},
		Addenda: []notices.Addendum{{ID: "us-ny-2d", Anchor: "addendum-us-ny-2d", Title: "New York Education Law § 2-d", Applies: "This section applies if your school district is in New York.", Law: "us-ny-2d", Prevails: true}},
		Issues: []notices.Issue{
			{ID: "thirteen", Anchor: "issue-thirteen", Kind: "conflict", Text: "One sentence says 13, another 16.", Between: []string{"no-children"}, Publish: true},
			{ID: "kept", Anchor: "issue-kept", Kind: "gap", Text: "INTERNAL ISSUE", Between: []string{"services"}},
		},
	}
	add := func(kind, section, addendum, id string, s notices.Sentence, set func(*notices.Statement)) {
		x := notices.Statement{ID: id, Kind: kind, Section: section, Addendum: addendum, Anchor: id, Path: "/garden-club/#" + id, Sentence: s}
		if set != nil {
			set(&x)
		}
		n.Statements = append(n.Statements, x)
	}
	add("use", "use", "", "services", sentence("We use the following to provide services and goods:", "contact details;", "and payment details."), func(s *notices.Statement) {
		s.Categories, s.Purposes, s.Bases = []string{"contact", "payment"}, []string{"services"}, []string{"contract"}
		s.Prose = "We need them *all*."
	})
	add("use", "use", "", "marketing", sentence("We use contact details to tell you about new courses, if you have agreed to marketing."), func(s *notices.Statement) {
		s.Audiences = []string{"member"}
		s.Categories, s.Purposes, s.Bases, s.Gates = []string{"contact"}, []string{"marketing"}, []string{"marketing"}, []string{"marketing-consent"}
		s.Owed = []string{"unsubscribe"}
	})
	add("use", "use", "", "teaching", sentence("We use pupil data to teach."), func(s *notices.Statement) {
		s.Audiences = []string{"pupil"}
		s.Categories, s.Purposes = []string{"pupil-data"}, []string{"teaching"}
	})
	add("share", "sharing", "", "share-host", sentence("We share your information with Example Cloud."), func(s *notices.Statement) { s.Recipients = []string{"host"} })
	add("share", "sharing", "", "share-tutors", sentence("We share course results with tutors."), func(s *notices.Statement) {
		s.Audiences, s.Categories, s.Recipients = []string{"pupil"}, []string{"grades"}, []string{"tutors"}
	})
	add("keep", "retention", "", "keep-payment", sentence("We keep payment details for 12 months after your account is closed, or longer where the law requires it."), func(s *notices.Statement) {
		s.Categories, s.Keep = []string{"payment"}, &notices.Keep{Words: "12 months"}
	})
	add("bar", "use", "", "no-ads", sentence("We never use pupil data for targeted advertising."), func(s *notices.Statement) { s.Categories = []string{"pupil-data"} })
	add("bar", "children", "", "no-children", sentence("We do not knowingly collect data from children under 13."), func(s *notices.Statement) { s.Age = inventory.AgeRange{Under: 13} })
	add("duty", "rights", "", "access", sentence("You can ask for a copy of your data; we answer within one month."), func(s *notices.Statement) {
		s.Rights, s.Duty = []string{"access"}, &notices.Duty{Contact: &n.Contacts[0]}
	})
	add("duty", "rights", "", "erasure", sentence("You can ask us to delete your data."), func(s *notices.Statement) { s.Rights, s.Duty = []string{"erasure"}, &notices.Duty{} })
	add("duty", "security", "", "breach", sentence("If there is a security breach, we tell you within 72 hours."), func(s *notices.Statement) { s.Events, s.Duty = []string{"breach"}, &notices.Duty{} })
	add("duty", "rights", "us-ny-2d", "bill-of-rights", sentence("We attach the Parents’ Bill of Rights to each contract."), func(s *notices.Statement) { s.Events, s.Duty = []string{"breach"}, &notices.Duty{} })
	return n
}

func day(y, m, d int) inventory.Date {
	return inventory.Date{Y: y, M: m, D: d, Precision: inventory.Day}
}

// sentence makes a short sentence of one part, a long one of a lead and items.
func sentence(lead string, items ...string) notices.Sentence {
	if len(items) == 0 {
		return notices.Sentence{Text: lead}
	}
	s := notices.Sentence{Text: lead, Lead: lead, Items: items}
	for _, i := range items {
		s.Text = fmt.Sprint(s.Text, " ", i)
	}
	return s
}

func fixtureSite() Site {
	return Site{
		Title: "Notices of the Garden Club", Banner: "A demonstration.", BaseURL: "https://garden.example/legal/", Digest: "sha256:0000", Notices: []*notices.Notice{fixture()},
		Statutory: map[string][]Statutory{"garden-club": fixtureDocuments()},
	}
}

// fixtureDocuments are documents of the fixture that place something of every kind.
func fixtureDocuments() []Statutory {
	return []Statutory{
		{Path: "/garden-club/us-ny-2d/supplement/", Addendum: "us-ny-2d", Title: "Supplemental information", Citation: "8 NYCRR 121.3(c)", Text: "It goes with the contract.", Sections: []StatutorySection{
			{Title: "Purposes", Citation: "8 NYCRR 121.3(c)(1)", Text: "What the data is used for.", Entries: []string{"services", "marketing", "no-ads", "purpose.services", "basis.marketing", "basis.contract"}},
			{Title: "Who receives it", Text: "To whom it goes.", Entries: []string{"share-host", "recipient.host", "recipient.tutors"}},
			{Title: "Encryption", Citation: "8 NYCRR 121.3(c)(6)", Text: "How it is encrypted."},
		}},
		{Path: "/garden-club/uk-gdpr/article-13/", Title: "Privacy information", Citation: "UK GDPR Art. 13", Sections: []StatutorySection{
			{Title: "Who is responsible", Entries: []string{"party", "contact.privacy", "contact.ico", "contact.old", "addendum.us-ny-2d"}},
			{Title: "Data", Entries: []string{"audience.pupil", "category.contact", "source.form", "cookie.session", "definition.pi", "document.cookies", "document.school"}},
			{Title: "Rights", Entries: []string{"access", "gate.marketing-consent", "obligation.unsubscribe", "right.erasure", "event.breach", "note.measures", "note.no-such"}},
		}},
	}
}
