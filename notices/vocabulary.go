package notices

import (
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// vocabulary resolves every kind of entry that statements name. Groups and
// sentences come last, when everything has its label.
func (r *resolver) vocabulary() {
	r.contactEntries()
	r.documentEntries()
	r.gateEntries()
	r.obligationEntries()
	r.basisEntries()
	r.categoryEntries()
	r.audienceEntries()
	r.purposeEntries()
	r.recipientEntries()
	r.rightEntries()
	r.eventEntries()
	r.cookieEntries()
	r.sourceEntries()
	r.choices()
}

func (r *resolver) contactEntries() {
	r.n.Contacts = slices.Grow(r.n.Contacts, len(r.of(inventory.KindContact)))
	for _, e := range r.of(inventory.KindContact) {
		r.n.Contacts = append(r.n.Contacts, Contact{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), For: nonNil(e.List("for")), Label: e.Text("label"), Name: e.Text("name"),
			Attention: e.Text("attention"), Email: e.Text("email"), Masked: e.Text("masked"), Phone: e.Text("phone"),
			Fax: e.Text("fax"), Address: e.List("address"), URL: e.Text("url"), Fee: e.Text("fee"), Text: e.Text("text"),
		})
	}
	r.contacts = index(r.n.Contacts, func(c *Contact) string { return c.ID })
}

func (r *resolver) documentEntries() {
	r.n.Documents = slices.Grow(r.n.Documents, len(r.of(inventory.KindDocument)))
	for _, e := range r.of(inventory.KindDocument) {
		d := Document{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Label: e.Text("label"), URL: e.Text("url"), Lost: e.Value("lost").Bool,
			Text: e.Text("text"), Prose: r.prose(e),
		}
		r.contract(e, &d)
		r.n.Documents = append(r.n.Documents, d)
	}
	for _, e := range r.of(inventory.KindDefinition) {
		d := Definition{ID: e.ID, Anchor: anchor(e.Kind, e.ID), Label: e.Text("label"), Text: e.Text("text")}
		if refs := r.refs(e, "document", inventory.KindDocument); len(refs) > 0 {
			d.Document = &refs[0]
		}
		r.n.Definitions = append(r.n.Definitions, d)
	}
}

// gateEntries resolves the author's gates, and after them the built-in facts that
// any entry names.
func (r *resolver) gateEntries() {
	for _, e := range r.of(inventory.KindGate) {
		g := Gate{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Kind: e.Text("kind"), Title: e.Text("title"), By: e.List("by"),
			Via: e.List("via"), Strength: e.Text("strength"), Withdraw: e.List("withdraw"), Signals: e.List("signals"), Instead: r.instead(e.ID),
			Accepts: e.List("accepts"), Effect: e.Text("effect"), Exempt: e.Text("exempt"), Prose: r.prose(e),
		}
		g.Denies = g.Kind != "fact" || e.Text("closed") == "deny"
		if g.Label = words.Inside(e.Text("label")); g.Label == "" {
			g.Label = r.gateLabel(g)
		}
		r.n.Gates = append(r.n.Gates, g)
	}
	for _, id := range builtin[inventory.KindGate] {
		if f, ok := r.words.Facts[id]; ok && r.entry(inventory.KindGate, id) == nil && r.named(inventory.KindGate, id) {
			r.n.Gates = append(r.n.Gates, Gate{ID: id, Anchor: anchor(inventory.KindGate, id), Kind: "fact", Label: r.builtin(f), Title: f.Title})
		}
	}
	r.gates = index(r.n.Gates, func(g *Gate) string { return g.ID })
}

// gateLabel words a gate whose author gave it no clause.
func (r *resolver) gateLabel(g Gate) string {
	w, by := r.words.Gates[g.Kind], r.distinct(g.By)
	if len(by) == 1 && w.By[by[0]] != "" {
		return w.By[by[0]]
	}
	var names []string
	for _, id := range by {
		names = append(names, r.words.Bodies[id])
	}
	if len(names) > 1 && !w.Any.IsZero() && !slices.Contains(names, "") {
		return w.Any.Fill(words.Slots{"by": r.words.Lists.Or.Enclose(names)})
	}
	return w.Label
}

// instead follows other gates that open this one, over any number of steps.
func (r *resolver) instead(id string) []string {
	var out []string
	var walk func(string)
	walk = func(from string) {
		e := r.entry(inventory.KindGate, from)
		if e == nil {
			return
		}
		for _, to := range ids(e, "instead") {
			if to != id && r.knows(inventory.KindGate, to) && !slices.Contains(out, to) {
				out = append(out, to)
				walk(to)
			}
		}
	}
	walk(id)
	return out
}

func (r *resolver) obligationEntries() {
	r.n.Obligations = slices.Grow(r.n.Obligations, len(r.of(inventory.KindObligation)))
	for _, e := range r.of(inventory.KindObligation) {
		r.n.Obligations = append(r.n.Obligations, Obligation{ID: e.ID, Text: e.Text("text"), To: e.Text("to"), Via: e.List("via"), Fee: e.Text("fee")})
	}
	r.obliged = index(r.n.Obligations, func(o *Obligation) string { return o.ID })
}

// basisEntries resolves the author's bases, and after them the bare kinds that
// any statement names.
func (r *resolver) basisEntries() {
	for _, e := range r.of(inventory.KindBasis) {
		b := Basis{
			ID: e.ID, Kind: e.Text("kind"), Label: words.Inside(e.Text("label")), Own: true,
			Gates: r.refs(e, "gates", inventory.KindGate), Owed: r.owed(e), Law: e.Text("law"), Text: e.Text("text"), Prose: r.prose(e),
		}
		if b.Label == "" {
			b.Label = r.words.Bases[b.Kind]
		}
		r.n.Bases = append(r.n.Bases, b)
	}
	for _, kind := range inventory.BasisKinds {
		if r.entry(inventory.KindBasis, kind) == nil && r.named(inventory.KindBasis, kind) {
			r.n.Bases = append(r.n.Bases, Basis{ID: kind, Kind: kind, Label: r.words.Bases[kind]})
		}
	}
	r.bases = index(r.n.Bases, func(b *Basis) string { return b.ID })
}

func (r *resolver) categoryEntries() {
	r.n.Categories = slices.Grow(r.n.Categories, len(r.of(inventory.KindCategory)))
	for _, e := range r.of(inventory.KindCategory) {
		r.n.Categories = append(r.n.Categories, Category{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Label: e.Text("label"), Includes: e.List("includes"), List: e.Text("list"),
			Within: r.within(e), Members: r.members(e), Also: e.List("also"), Class: e.Text("class"), Role: e.Text("role"),
			GovernedBy: r.refs(e, "governed-by", inventory.KindDocument), Text: e.Text("text"), Prose: r.prose(e),
		})
	}
	r.categories = index(r.n.Categories, func(c *Category) string { return c.ID })
}

func (r *resolver) audienceEntries() {
	r.n.Audiences = slices.Grow(r.n.Audiences, len(r.of(inventory.KindAudience)))
	for _, e := range r.of(inventory.KindAudience) {
		a := Audience{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Label: e.Text("label"), Clause: e.Text("clause"), Within: r.within(e),
			Members: r.members(e), Role: e.Text("role"), Covered: !e.Has("covered") || e.Value("covered").Bool, Age: e.Value("age").Age(),
			When: r.refs(e, "when", inventory.KindGate), GovernedBy: r.refs(e, "governed-by", inventory.KindDocument),
			Text: e.Text("text"), Prose: r.prose(e),
		}
		if a.Role == "" {
			a.Role = r.n.Party.Role
		}
		r.n.Audiences = append(r.n.Audiences, a)
	}
	r.audiences = index(r.n.Audiences, func(a *Audience) string { return a.ID })
}

func (r *resolver) purposeEntries() {
	r.n.Purposes = slices.Grow(r.n.Purposes, len(r.of(inventory.KindPurpose)))
	for _, e := range r.of(inventory.KindPurpose) {
		p := Purpose{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Label: words.Inside(e.Text("label")), Title: e.Text("title"), Includes: e.List("includes"),
			Kind: e.Text("kind"), List: e.Text("list"), Within: r.within(e), Members: r.members(e), Text: e.Text("text"), Prose: r.prose(e),
		}
		if p.Title == "" {
			p.Title = words.Raise(p.Label)
		}
		r.n.Purposes = append(r.n.Purposes, p)
	}
	r.purposes = index(r.n.Purposes, func(p *Purpose) string { return p.ID })
}

func (r *resolver) recipientEntries() {
	r.n.Recipients = slices.Grow(r.n.Recipients, len(r.of(inventory.KindRecipient)))
	for _, e := range r.of(inventory.KindRecipient) {
		rec := Recipient{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Kind: e.Text("kind"), Label: e.Text("label"), Service: e.Text("service"),
			Includes: e.List("includes"), Within: r.within(e), Members: r.members(e),
			Location: inventory.Region(e.Text("location")), LocationName: e.Text("location-says"), Agreement: e.Value("agreement").Bool,
			Outside: inventory.Region(e.Text("outside")), Gates: r.refs(e, "gates", inventory.KindGate),
			Safeguards: e.List("safeguards"), Follows: e.List("follows"), Measures: e.List("measures"), Access: e.Text("access"),
			Data: r.refs(e, "data", inventory.KindCategory), Policy: e.Text("policy"), Owed: r.owed(e), Text: e.Text("text"), Prose: r.prose(e),
		}
		rec.Contact = r.contact(e)
		if rec.LocationName == "" {
			rec.LocationName = r.region(rec.Location)
		}
		rec.OutsideName = r.region(rec.Outside)
		r.n.Recipients = append(r.n.Recipients, rec)
	}
	r.recipients = index(r.n.Recipients, func(x *Recipient) string { return x.ID })
}

// contact copies the contact an entry names, so that nothing needs looking up.
func (r *resolver) contact(e *inventory.Entry) *Contact {
	for _, id := range ids(e, "contact") {
		if c := r.contacts[id]; c != nil && r.spend(c.size()) {
			own := *c
			return &own
		}
	}
	return nil
}

// size is about how many bytes a contact takes in a page.
func (c *Contact) size() int {
	return len(c.Name) + len(c.Label) + len(c.Attention) + len(c.Text) + len(c.URL) + len(c.Fee) + len(strings.Join(c.Address, ""))
}

func (r *resolver) rightEntries() {
	for _, e := range r.of(inventory.KindRight) {
		label, title := titled(e)
		r.n.Rights = append(r.n.Rights, Right{ID: e.ID, Label: label, Title: title, Text: e.Text("text")})
	}
	for _, id := range inventory.BuiltinRights {
		if r.entry(inventory.KindRight, id) == nil && r.named(inventory.KindRight, id) {
			r.n.Rights = append(r.n.Rights, Right{ID: id, Label: r.builtin(r.words.Rights[id]), Title: r.words.Rights[id].Title})
		}
	}
	r.rights = index(r.n.Rights, func(x *Right) string { return x.ID })
}

func (r *resolver) eventEntries() {
	for _, e := range r.of(inventory.KindEvent) {
		label, title := titled(e)
		r.n.Events = append(r.n.Events, Event{ID: e.ID, Label: label, Title: title, Text: e.Text("text")})
	}
	for _, id := range inventory.BuiltinEvents {
		if r.entry(inventory.KindEvent, id) == nil && r.named(inventory.KindEvent, id) {
			r.n.Events = append(r.n.Events, Event{ID: id, Label: r.builtin(r.words.Events[id]), Title: r.words.Events[id].Title})
		}
	}
	r.events = index(r.n.Events, func(x *Event) string { return x.ID })
}

// builtin is the label of something built in, in this notice's terms.
func (r *resolver) builtin(e words.Entry) string {
	return e.Label.Fill(words.Slots{"data": r.term()})
}

// term is what this notice calls personal data: as it defines it, or the usual word.
func (r *resolver) term() string {
	for _, id := range r.words.Anything.Definitions {
		if d := r.entry(inventory.KindDefinition, id); d != nil {
			return words.Inside(d.Text("label"))
		}
	}
	return r.words.Anything.Data
}

func titled(e *inventory.Entry) (label, title string) {
	label, title = words.Inside(e.Text("label")), e.Text("title")
	if title == "" {
		title = words.Raise(label)
	}
	return label, title
}

func (r *resolver) cookieEntries() {
	r.n.Cookies = slices.Grow(r.n.Cookies, len(r.of(inventory.KindCookie)))
	for _, e := range r.of(inventory.KindCookie) {
		r.n.Cookies = append(r.n.Cookies, Cookie{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Label: e.Text("label"), Does: nonNil(e.List("does")), SetBy: e.List("set-by"),
			Stop: e.List("stop"), Holds: e.Text("holds"), Needed: e.Value("needed").Bool, Text: e.Text("text"), Prose: r.prose(e),
		})
	}
}

func (r *resolver) sourceEntries() {
	for _, e := range r.of(inventory.KindSource) {
		s := Source{
			ID: e.ID, Anchor: anchor(e.Kind, e.ID), Kind: e.Text("kind"), Label: words.Inside(e.Text("label")),
			Categories: r.refs(e, "categories", inventory.KindCategory), Audiences: r.refs(e, "audiences", inventory.KindAudience),
			Occasions: e.List("occasions"), Gates: r.refs(e, "gates", inventory.KindGate), Voluntary: e.Value("voluntary").Bool, Prose: r.prose(e),
		}
		s.Sentence = Sentence{Text: e.Text("text")}
		if s.Sentence.Text == "" {
			s.Sentence = r.sourceSentence(e, s)
		}
		r.n.Sources = append(r.n.Sources, s)
	}
	r.sources = index(r.n.Sources, func(s *Source) string { return s.ID })
}

// index finds the elements of a list by id. The list must not grow afterwards.
func index[T any](list []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[id(&list[i])] = &list[i]
	}
	return m
}

// knows reports whether an id can be named: an entry, or something built in.
func (r *resolver) knows(k inventory.Kind, id string) bool {
	if r.entry(k, id) != nil {
		return true
	}
	_, ok := builtinOf[k][id]
	return ok
}

// named reports whether any entry of the notice refers to an id that is built in.
func (r *resolver) named(k inventory.Kind, id string) bool { return r.uses&builtinOf[k][id] != 0 }

// refs resolves what an entry's key names, each once; what is unknown is left out.
func (r *resolver) refs(e *inventory.Entry, key string, k inventory.Kind) []Ref {
	var out []Ref
	for _, id := range unique(ids(e, key)) {
		if !r.knows(k, id) {
			continue
		}
		label := r.label(k, id)
		if !r.spend(len(label)) {
			break
		}
		out = append(out, Ref{ID: id, Anchor: anchor(k, id), Label: label})
	}
	return out
}

func (r *resolver) within(e *inventory.Entry) []Ref { return r.refs(e, "within", e.Kind) }

// owed resolves obligations, which have no anchor: pages print them with what
// they belong to.
func (r *resolver) owed(e *inventory.Entry) []Ref {
	refs := r.refs(e, "owed", inventory.KindObligation)
	for i := range refs {
		refs[i].Anchor = ""
	}
	return refs
}

// label is an entry's name as it stands inside a sentence. Names of recipients
// and titles of documents are left as they are written.
func (r *resolver) label(k inventory.Kind, id string) string {
	e := r.entry(k, id)
	switch k {
	case inventory.KindGate:
		if g := r.gates[id]; g != nil {
			return g.Label
		}
	case inventory.KindObligation:
		return e.Text("text")
	case inventory.KindRecipient, inventory.KindDocument:
		return e.Text("label")
	}
	if e == nil {
		return ""
	}
	name, known := r.names[e]
	if !known {
		name = words.Inside(e.Text("label"))
		r.names[e] = name
	}
	return name
}

// members lists everything below a group, all levels, in the order of the
// vocabulary. A group that holds itself, which is an error, is not its own member.
func (r *resolver) members(group *inventory.Entry) []string {
	reached := r.reach(group.Kind, group.ID, r.below(group))
	if len(reached) == 0 {
		return nil
	}
	var out []string
	for _, e := range r.of(group.Kind) {
		if reached[e.ID] {
			out = append(out, e.ID)
		}
	}
	return out
}

// above lists the groups that hold an entry, all levels.
func (r *resolver) above(k inventory.Kind, id string) map[string]bool {
	return r.reach(k, id, func(id string) []string {
		if e := r.entry(k, id); e != nil {
			return ids(e, "within")
		}
		return nil
	})
}

// reach gathers what one entry leads to over any number of steps, itself left out.
func (r *resolver) reach(k inventory.Kind, from string, next func(string) []string) map[string]bool {
	first := next(from)
	if len(first) == 0 {
		return nil
	}
	reached, todo := map[string]bool{}, []string{from}
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, to := range next(id) {
			if to != from && !reached[to] && r.entry(k, to) != nil && r.spend(len(to)+32) {
				reached[to] = true
				todo = append(todo, to)
			}
		}
	}
	return reached
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
