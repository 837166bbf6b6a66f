package space

import (
	"fmt"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/policies/decision"
)

// match is how a selector stands to what is asked, the worst last.
type match int

const (
	met match = iota
	unstated
	unmet
)

// judge tells how one of the five fields of a selector stands to a value of it.
func (s *Space) judge(field int, sel *notices.Selector, id string) match {
	switch field {
	case actions:
		return plainly(sel.Actions, id)
	case audiences:
		return s.groups[audiences].judge(sel.Audiences, id)
	case categories:
		if id != "" && s.groups[categories].covers(sel.Except, id) {
			return unmet
		}
		return s.groups[categories].judge(sel.Categories, id)
	case purposes:
		return s.groups[purposes].judge(sel.Purposes, id)
	}
	return s.groups[recipients].judge(sel.Recipients, id)
}

func plainly(list []string, value string) match {
	switch {
	case len(list) == 0:
		return met
	case value == "":
		return unstated
	case slices.Contains(list, value):
		return met
	}
	return unmet
}

// hangs is what a value of a field brings along whatever the statements say: scope,
// governing documents, gates of a recipient, issues about it.
func (s *Space) hangs(field int, id string) string {
	var b strings.Builder
	switch field {
	case actions:
		fmt.Fprint(&b, id == "respond", id == "store" || id == "retain")
	case audiences:
		for _, a := range s.audiencesOver(id) {
			fmt.Fprint(&b, a.Covered, a.Age, a.When, a.GovernedBy)
		}
		for _, a := range s.n.Addenda {
			fmt.Fprint(&b, s.groups[audiences].judge(refs(a.Audiences), id))
		}
	case categories:
		fmt.Fprint(&b, s.governing("", id), s.about("category", categories, id))
	case purposes:
		fmt.Fprint(&b, s.about("purpose", purposes, id))
	case recipients:
		for _, r := range s.recipientsOver(id) {
			fmt.Fprint(&b, r.Gates, r.Outside, r.Location, r.Owed)
		}
		fmt.Fprint(&b, s.about("recipient", recipients, id))
	}
	return b.String()
}

// about lists the issues that are about an entry over a leaf.
func (s *Space) about(kind string, field int, leaf string) (ids []string) {
	for _, is := range s.n.Issues {
		for _, about := range is.About {
			if k, id, _ := strings.Cut(about, "."); k == kind && leaf != "" && s.groups[field].covers([]string{id}, leaf) {
				ids = append(ids, is.ID)
			}
		}
	}
	return ids
}

// audiencesOver lists an audience leaf and the groups above it.
func (s *Space) audiencesOver(leaf string) (over []*notices.Audience) {
	for i := range s.n.Audiences {
		if a := &s.n.Audiences[i]; leaf != "" && s.groups[audiences].covers([]string{a.ID}, leaf) {
			over = append(over, a)
		}
	}
	return over
}

func (s *Space) recipientsOver(leaf string) (over []*notices.Recipient) {
	for i := range s.n.Recipients {
		if r := &s.n.Recipients[i]; leaf != "" && s.groups[recipients].covers([]string{r.ID}, leaf) {
			over = append(over, r)
		}
	}
	return over
}

// governing lists the documents that may forbid something for an audience and a
// category, those of every addendum with them.
func (s *Space) governing(audience, category string) (ids []string) {
	for _, a := range s.audiencesOver(audience) {
		ids = append(ids, refs(a.GovernedBy)...)
	}
	for _, c := range s.n.Categories {
		if category != "" && s.groups[categories].covers([]string{c.ID}, category) {
			ids = append(ids, refs(c.GovernedBy)...)
		}
	}
	for _, a := range s.n.Addenda {
		ids = append(ids, refs(a.GovernedBy)...)
	}
	return once(ids)
}

func refs(rs []notices.Ref) (ids []string) {
	for _, r := range rs {
		ids = append(ids, r.ID)
	}
	return ids
}

// once leaves out repeats and keeps the order.
func once[T comparable](list []T) (out []T) {
	seen := map[T]bool{}
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}

// reading is one question with the leaves of one of its combinations.
type reading struct {
	*Space
	q    *decision.Question
	five [fieldCount]string
}

// selected reports how a selector and the addendum it stands in stand to the question.
func (r reading) selected(sel *notices.Selector, addendum string) match {
	m := met
	for field := range fieldCount {
		m = max(m, r.judge(field, sel, r.five[field]))
	}
	m = max(m, plainly(sel.Forms, r.q.Form), plainly(sel.Roles, r.q.Role), plainly(sel.Rights, r.q.Right), plainly(sel.Events, r.q.Event))
	m = max(m, r.placed(sel.Where), r.aged(sel.Age))
	if a := r.addenda[addendum]; a != nil {
		m = max(m, r.groups[audiences].judge(refs(a.Audiences), r.five[audiences]), r.placed(a.Where), r.aged(a.Age))
	}
	return m
}

func (r reading) placed(w notices.Where) match {
	p := r.q.Place
	return max(in(w.Person, p.Person), in(w.Customer, p.Customer), in(w.Host, p.Host), in(w.Destination, p.Destination))
}

// in judges a place against regions: one that only contains a region might lie in it.
func in(regions []inventory.Region, place string) match {
	if len(regions) == 0 {
		return met
	}
	if place == "" {
		return unstated
	}
	p, m := inventory.Region(place), unmet
	for _, region := range regions {
		if p.In(region) {
			return met
		}
		if region.In(p) {
			m = unstated
		}
	}
	return m
}

// aged judges the age, or where none is stated the ages that the audience may have.
func (r reading) aged(asked inventory.AgeRange) match {
	if asked.IsZero() || r.q.Age != nil && asked.Has(*r.q.Age) {
		return met
	}
	if r.q.Age != nil {
		return unmet
	}
	over, has, lacks := r.audiencesOver(r.five[audiences]), false, false
	for age := range 200 {
		if !slices.ContainsFunc(over, func(a *notices.Audience) bool { return !a.Age.IsZero() && !a.Age.Has(age) }) {
			has, lacks = has || asked.Has(age), lacks || !asked.Has(age)
		}
	}
	switch {
	case has && !lacks:
		return met
	case lacks && !has:
		return unmet
	}
	return unstated
}

// open reports whether a gate is open.
func (r reading) open(id string) bool {
	if g := r.gates[id]; g != nil {
		return r.openAlone(g) || slices.ContainsFunc(g.Instead, func(other string) bool { return r.gates[other] != nil && r.openAlone(r.gates[other]) })
	}
	return r.openAlone(&notices.Gate{ID: id, Kind: "fact"}) // one that every notice has
}

// openAlone leaves out the gates that stand in for it.
func (r reading) openAlone(g *notices.Gate) bool {
	act, said := r.q.Gates[g.ID]
	stands := said && act != (decision.Act{}) && (act.On == "" || day(act.On) <= day(r.q.On)) && (act.Ended == "" || day(act.Ended) > day(r.q.On))
	if g.Kind == "opt-out" || g.Kind == "objection" {
		return !stands
	}
	return stands && accepts(g.By, act.By) && accepts(g.Via, act.Via)
}

func accepts(list []string, given string) bool {
	return given == "" || len(list) == 0 || slices.Contains(list, given)
}

// day is the date of a date or an instant as written; ISO dates compare as text.
func day(at string) string { return at[:min(len(at), len("2006-01-02"))] }
