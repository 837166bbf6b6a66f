package policies_test

import (
	"fmt"
	"strings"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// A random workspace is written as TOML, so that what it proves covers the way
// from the author's file to the answer. Its vocabulary is fixed and small, so that
// statements collide often; which statements there are, and what they say, is drawn.

const randomVocabulary = `
[party]
name = "Random Ltd"

[document.charter]
label = "Charter"
[document.contract]
label = "Contract"

[audience.people]
label = "people"
[audience.adult]
label = "adults"
within = ["people"]
[audience.child]
label = "children"
within = ["people"]
age = { under = 13 }
governed-by = ["charter"]
[audience.teen]
label = "teenagers"
within = ["people"]
age = { from = 13, under = 18 }
[audience.member]
label = "members"
when = ["joined"]
[audience.stranger]
label = "strangers"
covered = false

[category.all]
label = "all data"
governed-by = ["contract"]
[category.contact]
label = "contact details"
within = ["all"]
[category.email]
label = "e-mail addresses"
class = "student"
within = ["contact"]
[category.phone]
label = "telephone numbers"
within = ["contact"]
[category.health]
label = "health data"
class = "student-record"
within = ["all"]
[category.usage]
label = "usage data"

[purpose.marketing]
label = "market"
kind = "marketing"
[purpose.news]
label = "send news"
within = ["marketing"]
[purpose.ads]
label = "show ads"
kind = "advertising"
within = ["marketing"]
[purpose.service]
label = "serve"
kind = "research"

[recipient.vendors]
kind = "processor"
label = "vendors"
[recipient.host]
kind = "processor"
label = "the host"
within = ["vendors"]
outside = "EEA"
gates = ["safeguard"]
owed = ["confide"]
[recipient.mailer]
kind = "processor"
agreement = true
label = "the mailer"
within = ["vendors"]
gates = ["agreed"]
[recipient.mirror]
kind = "processor"
label = "the mirror"
within = ["vendors"]
location = "US"
outside = "EEA"
gates = ["safeguard"]
[recipient.archive]
kind = "processor"
label = "the archive"
location = "NO"
outside = "EEA"
gates = ["safeguard"]
[recipient.court]
kind = "authority"
label = "courts"

[gate.joined]
kind = "fact"
label = "you have joined"
[gate.linked]
kind = "fact"
label = "your account is linked"
[gate.safeguard]
kind = "fact"
label = "safeguards are in place"
closed = "deny"
[gate.agreed]
kind = "consent"
label = "you agree"
by = ["person", "parent"]
via = ["form", "letter"]
[gate.parent-agreed]
kind = "consent"
by = ["parent"]
strength = "signed"
label = "your parent agrees"
instead = ["school-agreed"]
[gate.school-agreed]
kind = "authority"
label = "your school agrees"
by = ["school"]
instead = ["agreed"]
[gate.no-mail]
kind = "opt-out"
label = "you have opted out"
[gate.objected]
kind = "objection"
label = "you object"

[basis.agreement]
kind = "consent"
gates = ["agreed"]
owed = ["record"]
[basis.interest]
kind = "legitimate-interests"
gates = ["objected"]

[obligation.record]
text = "We keep a record."
[obligation.confide]
text = "It is kept in confidence."
[obligation.tell]
text = "We tell you."

[event.closed-account]
label = "your account is closed"
`

var (
	randomGates      = strings.Fields("joined linked safeguard agreed parent-agreed school-agreed no-mail objected")
	randomFacts      = strings.Fields("joined linked safeguard")
	randomCategories = strings.Fields("all contact email phone health usage")
	randomPurposes   = strings.Fields("marketing news ads service")
	randomRecipients = strings.Fields("vendors host mailer mirror archive court")
	randomAudiences  = strings.Fields("people adult child teen member stranger")
	randomBases      = strings.Fields("agreement interest contract consent")
	randomOwed       = strings.Fields("record confide tell")
	randomPlaces     = strings.Fields("US US-CA US-NY DE EU GB NO EEA")
	randomLaws       = []string{"us-ny-2d", "us-ct-16-189"}
	randomLawGates   = strings.Fields("ny2d-consent ny2d-need ny2d-trained ny2d-unencrypted ny2d-court-order ny2d-attributed ny2d-delayed ct-authorised-purpose ct-own-account ct-legal ct-requested")
	randomDays       = strings.Fields("2026-01-31 2026-02-28 2026-03-01 2025-12-31 2024-02-29 2026-11-20 2026-11-21 2026-11-22 2026-11-21T09:00:00Z 2026-11-20T23:30:00-05:00")
	randomPeriods    = strings.Fields("P0D P1M P12M P30D P1Y2M P3W PT72H indefinite unstated")
)

// draw wraps the random source with the shapes a workspace needs.
type draw struct{ *rapid.T }

func (d draw) often(label string, percent int) bool {
	return rapid.IntRange(0, 99).Draw(d.T, label) < percent
}

func (d draw) one(label string, from []string) string {
	return rapid.SampledFrom(from).Draw(d.T, label)
}

func (d draw) some(label string, from []string, most int) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, most, rapid.ID).Draw(d.T, label)
}

// list writes a key with a drawn list, in the given share of cases.
func (d draw) list(b *strings.Builder, key string, percent int, from []string, most int) {
	if d.often(key+"?", percent) {
		fmt.Fprintf(b, "%s = [%s]\n", key, quoted(d.some(key, from, most)))
	}
}

func quoted(ids []string) string { return `"` + strings.Join(ids, `", "`) + `"` }

func (d draw) where(b *strings.Builder, percent int) {
	if !d.often("where?", percent) {
		return
	}
	owners := d.some("owners", []string{"person", "customer", "host"}, 2)
	var parts []string
	for _, o := range owners {
		parts = append(parts, fmt.Sprintf("%s = [%s]", o, quoted(d.some("place", randomPlaces, 2))))
	}
	fmt.Fprintf(b, "where = { %s }\n", strings.Join(parts, ", "))
}

func (d draw) age(b *strings.Builder, percent int) {
	if d.often("age?", percent) {
		fmt.Fprintf(b, "age = { %s = %s }\n", d.one("side", []string{"under", "from"}), d.one("years", []string{"13", "16", "18"}))
	}
}

// statement writes one statement of a drawn kind.
func (d draw) statement(b *strings.Builder, id string) {
	kind := d.one("kind", strings.Fields("use use use share share keep keep bar bar closed duty duty"))
	fmt.Fprintf(b, "[[%s]]\nid = %q\ntext = %q\n", kind, id, "We never do this unless you agree, consent or authorize it: "+id+", 1 2 3 12 13 14 16 18 30 72.")
	if kind == "bar" || d.often("actions?", 30) {
		if kind != "duty" {
			d.list(b, "actions", 70, inventory.Actions[:12], 4)
		}
	}
	d.list(b, "audiences", 35, randomAudiences[:5], 2)
	purposes := 50
	switch kind {
	case "use": // which of the two it names is drawn; with neither it would permit everything
		named := d.one("names", []string{"categories", "purposes", "both"})
		if named != "purposes" {
			d.list(b, "categories", 100, randomCategories, 3)
		}
		purposes = map[string]int{"categories": 0, "purposes": 100, "both": 100}[named]
	case "keep":
		fmt.Fprintf(b, "categories = [%s]\n", quoted(d.some("categories", randomCategories, 2)))
	case "bar":
		fmt.Fprintf(b, "categories = [%s]\n", quoted(d.some("categories", randomCategories[1:], 2)))
	default:
		d.list(b, "categories", 60, randomCategories, 3)
	}
	d.list(b, "except", 10, randomCategories[2:], 1)
	if kind == "share" {
		fmt.Fprintf(b, "recipients = [%s]\n", quoted(d.some("recipients", randomRecipients, 2)))
	} else {
		d.list(b, "recipients", 10, randomRecipients, 1)
	}
	d.list(b, "purposes", purposes, randomPurposes, 2)
	d.list(b, "forms", 12, inventory.Forms, 3)
	d.list(b, "roles", 8, inventory.Roles[:3], 2)
	d.where(b, 15)
	d.age(b, 15)
	d.list(b, "when", 12, randomFacts, 1)
	switch kind {
	case "bar", "closed":
		d.list(b, "unless", 50, randomGates, 2)
	default:
		d.list(b, "gates", 35, randomGates, 2)
		d.list(b, "owed", 30, randomOwed, 2)
		d.list(b, "bases", 25, randomBases, 3)
	}
	switch kind {
	case "use", "share":
		if d.often("only?", 15) {
			fmt.Fprintf(b, "only = %q\n", d.one("only", []string{"category", "recipient", "basis"}))
		}
	case "keep":
		d.keep(b)
	case "duty":
		d.duty(b)
	}
}

func (d draw) keep(b *strings.Builder) {
	fmt.Fprintf(b, "period = %q\n", d.one("period", randomPeriods))
	if d.often("from?", 70) {
		fmt.Fprintf(b, "from = %q\n", d.one("from", []string{"closed-account", "account-deactivated"}))
	}
	if d.often("while?", 40) {
		fmt.Fprintf(b, "while = %q\n", d.one("while", []string{"linked", "account-open"}))
	}
	if d.often("longer?", 30) {
		fmt.Fprintln(b, `longer = "law"`)
	}
	d.list(b, "then", 60, inventory.Endings, 2)
	if d.often("only?", 20) {
		fmt.Fprintln(b, `only = "category"`)
	}
}

func (d draw) duty(b *strings.Builder) {
	if d.often("right?", 60) {
		fmt.Fprintf(b, "right = %q\n", d.one("right", []string{"access", "erasure"}))
	} else {
		fmt.Fprintf(b, "event = %q\n", d.one("event", []string{"breach", "closed-account"}))
	}
	if d.often("within?", 50) {
		fmt.Fprintf(b, "within = %q\n", d.one("within", []string{"P1M", "P30D", "PT72H", "10 business days"}))
		if d.often("clock?", 30) {
			fmt.Fprintln(b, `clock = "breach"`)
		}
	}
	if d.often("every?", 25) {
		fmt.Fprintf(b, "every = %q\n", d.one("every", []string{"P1Y", "P30D"}))
	}
	d.list(b, "via", 25, []string{"e-mail", "post"}, 2)
	if d.often("held-by?", 10) {
		fmt.Fprintln(b, `held-by = "court"`)
	}
}

// workspace draws a workspace of a few notices.
func (d draw) workspace() fstest.MapFS {
	settings := "title = \"Random\"\n"
	if d.often("accepted?", 30) {
		settings += "[laws]\naccepts = [\"ny2d-r-court\"]\n"
	}
	if d.often("holidays?", 50) {
		settings += "[calendar]\nholidays = [2026-03-03, 2026-11-23, 2026-11-26, 2026-11-28, 2026-12-25]\n"
	}
	fs := fstest.MapFS{"candor.toml": {Data: []byte(settings)}}
	for i := range rapid.IntRange(1, 4).Draw(d.T, "notices") {
		var body strings.Builder
		fmt.Fprintf(&body, "[notice]\ntitle = \"Notice %d\"\nlanguage = \"en\"\n", i)
		d.list(&body, "laws", 40, randomLaws, 2)
		fmt.Fprint(&body, randomVocabulary)
		if d.often("capacity?", 50) {
			law := d.one("capacity of", randomLaws)
			fmt.Fprintf(&body, "[capacity]\n%s = %q\n", law, d.one("capacity", []string{"contractor", "school", "operator"}))
		}
		if d.often("own gate?", 20) { // with an id of a law's
			fmt.Fprintf(&body, "[gate.ny2d-consent]\nkind = \"consent\"\nlabel = \"you agree at last\"\nby = [\"parent\"]\nstrength = %q\n", d.one("strength", []string{"implied", "verified"}))
		}
		ids := []string{}
		for s := range rapid.IntRange(3, 14).Draw(d.T, "statements") {
			id := fmt.Sprintf("s%d", s)
			ids = append(ids, id)
			d.statement(&body, id)
		}
		for k := range rapid.IntRange(0, 3).Draw(d.T, "issues") {
			fmt.Fprintf(&body, "[[issue]]\nid = \"i%d\"\nkind = \"conflict\"\ntext = \"Unclear.\"\nruntime = %q\n", k, d.one("runtime", []string{"stricter", "stricter", "as-written", "none"}))
			d.list(&body, "between", 70, ids, 3)
			d.list(&body, "about", 30, []string{"category.contact", "category.email", "recipient.vendors", "purpose.ads", "audience.child", "s0"}, 2)
			d.list(&body, "categories", 30, randomCategories, 1)
		}
		dir := fmt.Sprintf("notices/n%d/", i)
		fs[dir+"notice.toml"] = &fstest.MapFile{Data: []byte(body.String())}
		for k := range rapid.IntRange(0, 2).Draw(d.T, "addenda") {
			fs[fmt.Sprintf("%saddenda/x%d.toml", dir, k)] = &fstest.MapFile{Data: []byte(d.addendum(k))}
		}
	}
	return fs
}

func (d draw) addendum(k int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[addendum]\ntitle = \"Addendum %d\"\n", k)
	if d.often("law?", 40) {
		fmt.Fprintf(&b, "law = %q\n", d.one("law", randomLaws))
	}
	d.where(&b, 80)
	d.age(&b, 20)
	d.list(&b, "audiences", 20, randomAudiences[:5], 2)
	d.list(&b, "owed", 40, randomOwed, 1)
	d.list(&b, "governed-by", 30, []string{"charter", "contract"}, 1)
	for s := range rapid.IntRange(0, 4).Draw(d.T, "statements") {
		d.statement(&b, fmt.Sprintf("x%d-s%d", k, s))
	}
	return b.String()
}

// question draws a question about one of the notices; a few are faulty.
func (d draw) question(notices int) decision.Question {
	q := decision.Question{
		Notice: fmt.Sprintf("n%d", rapid.IntRange(0, notices-1).Draw(d.T, "notice")),
		Action: d.one("action", append([]string{"respond", "respond", "retain", "retain", "use", "use", "share", "share"}, inventory.Actions...)),
		On:     d.one("on", randomDays),
	}
	strict := d.often("strict", 30)
	q.Strict = &strict
	if d.often("categories", 75) {
		q.Categories = d.some("categories", randomCategories, 2)
	}
	if d.often("audiences", 60) {
		q.Audiences = d.some("audiences", randomAudiences, 2)
	}
	q.Purpose = d.maybe("purpose", 65, randomPurposes)
	q.Recipient = d.maybe("recipient", 50, randomRecipients)
	q.Form = d.maybe("form", 25, inventory.Forms)
	q.Role = d.maybe("role", 20, inventory.Roles[:3])
	q.Basis = d.maybe("basis", 25, append([]string{"legitimate-interests", "legal-obligation"}, randomBases...))
	if q.Action == "respond" || d.often("respond", 10) {
		q.Right = d.maybe("right", 60, []string{"access", "erasure", "portability"})
		q.Event = d.maybe("event", 60, []string{"breach", "closed-account", "change"})
		q.Channel = d.maybe("channel", 40, []string{"e-mail", "post", "telephone"})
	}
	if d.often("age", 60) {
		age := rapid.SampledFrom([]int{0, 12, 13, 15, 16, 17, 18, 40}).Draw(d.T, "years")
		q.Age = &age
	}
	q.Place.Person = d.maybe("person", 50, randomPlaces)
	q.Place.Customer = d.maybe("customer", 50, randomPlaces)
	q.Place.Host = d.maybe("host", 30, randomPlaces)
	q.Place.Destination = d.maybe("destination", 40, randomPlaces)
	d.acts(&q)
	d.faulty(&q)
	return q
}

func (d draw) maybe(label string, percent int, from []string) string {
	if !d.often(label+"?", percent) {
		return ""
	}
	return d.one(label, from)
}

func (d draw) acts(q *decision.Question) {
	q.Gates, q.Since = map[string]decision.Act{}, map[string]string{}
	for _, g := range append([]string{"account-open", "law-requires-longer", "legal-hold"}, randomGates...) {
		percent := 55
		if g == "legal-hold" {
			percent = 8
		}
		if !d.often(g, percent) {
			continue
		}
		a := decision.Act{Happened: d.often("happened", 70)}
		if d.often("detail", 35) {
			a.On, a.Ended = d.maybe("act on", 50, randomDays), d.maybe("ended", 30, randomDays)
			a.By, a.Via = d.maybe("by", 40, []string{"person", "parent", "school", "dog"}), d.maybe("via", 40, []string{"form", "letter", "shout"})
		}
		q.Gates[g] = a
	}
	if d.often("in terms of laws", 25) { // which a notice that switches none on does not know
		for _, g := range randomLawGates {
			if d.often(g, 40) {
				q.Gates[g] = decision.Act{Happened: d.often("happened", 80)}
			}
		}
		if v := d.maybe("discovery", 50, randomDays); v != "" {
			q.Since["discovery"] = v
		}
	}
	if d.often("affected", 40) {
		q.Counts = map[string]int{"affected": rapid.SampledFrom([]int{1, 499, 500, 501, 1001}).Draw(d.T, "number")}
	}
	for _, e := range []string{"request", "contract-end", "complaint", "breach", "closed-account", "account-deactivated"} {
		if v := d.maybe(e, 50, randomDays); v != "" {
			q.Since[e] = v
		}
	}
	if d.often("earlier", 30) {
		q.Earlier = d.some("earlier", randomDays, 2)
	}
	if d.often("documents", 25) {
		q.Documents = map[string]string{d.one("document", []string{"charter", "contract"}): d.one("says", []string{"forbids", "permits"})}
	}
}

func (d draw) faulty(q *decision.Question) {
	if !d.often("faulty", 4) {
		return
	}
	switch d.one("fault", strings.Fields("notice action category purpose gate since place on document form")) {
	case "notice":
		q.Notice = "nobody"
	case "action":
		q.Action = "juggle"
	case "category":
		q.Categories = append(q.Categories, "shoe-size", "email")
	case "purpose":
		q.Purpose = "revenge"
	case "gate":
		q.Gates["portcullis"] = decision.Act{Happened: true}
	case "since":
		q.Since["flood"] = "2026-01-01"
	case "place":
		q.Place.Person = "Atlantis"
	case "on":
		q.On = "2026-02-30"
	case "document":
		q.Documents = map[string]string{"charter": "shrugs"}
	case "form":
		q.Form = "liquid"
	}
}
