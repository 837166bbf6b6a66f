package inventory

import (
	"fmt"
	"path"
	"slices"

	"github.com/candor-privacy/candor/notices/finding"
)

// required reports what is missing: tables of the notice, keys of an entry, and
// the selector without which a statement says nothing.
func (c *checking) required() {
	if c.Publish {
		c.requiredTables()
	}
	sound := c.sound("missing-key", "no-recipient", "no-selector", "idle-key")
	for _, e := range c.Entries {
		if !(e.Inherited && sound) && c.whole(e) && (c.Publish || e.Kind != KindNotice && e.Kind != KindParty) {
			c.lacks(e)
		}
	}
}

// lacks reports what an entry cannot do without, and what has no part in it.
func (c *checking) lacks(e *Entry) {
	c.requiredKeys(e)
	if isStatement(e.Kind) {
		c.scope(e)
		c.idle(e)
	}
	if kind := e.Text("kind"); e.Has("signals") && kind != "opt-out" && kind != "objection" {
		c.find("idle-key", e.Value("signals").Key(), fmt.Sprintf("%q has no effect on a gate of the kind %s", "signals", kind), "a signal of a browser refuses something: give it to an opt-out or an objection")
	}
}

func (c *checking) requiredTables() {
	if len(c.Files) == 0 {
		c.find("missing-table", finding.Place{File: c.Dir}, "the folder holds no TOML file", "write notice.toml with [notice] and [party], or remove the folder")
		return
	}
	for _, k := range []Kind{KindNotice, KindParty} {
		if c.One(k) == nil && !c.broken && !slices.Contains(c.unnamed, k) {
			place := finding.Place{File: c.first(), Line: 1, Col: 1, EndLine: 1, EndCol: 1}
			if n := c.One(KindNotice); n != nil {
				place = n.Place
			} else if c.headless() {
				place = finding.Place{File: c.Dir}
			}
			c.find("missing-table", place, fmt.Sprintf("there is no [%s] table", k), fmt.Sprintf("write [%s] in notice.toml, and below it %s", k, initial(tableOf(k))))
		}
	}
}

// first is the file in which [notice] is looked for.
func (c *checking) first() string { return path.Join(c.Dir, "notice.toml") }

// headless reports whether the file with [notice] is not there.
func (c *checking) headless() bool {
	return c.One(KindNotice) == nil && !slices.Contains(c.Files, c.first())
}

// initial shows the keys a table cannot do without.
func initial(t *Table) string {
	s := ""
	for _, f := range t.fields() {
		if f.Required {
			if s != "" {
				s += ", "
			}
			s += f.Key + " = " + f.Example
		}
	}
	return s
}

func (c *checking) requiredKeys(e *Entry) {
	for i := range requiredByKind[e.Kind] {
		f := &requiredByKind[e.Kind][i]
		if !says(e, f.Key) {
			c.find("missing-key", e.Place, fmt.Sprintf("%s has no %s", title(e), f.Key), fmt.Sprintf("write, for example, %s = %s", f.Key, f.Example))
		}
	}
}

// selectorKeys are the keys that say what a statement is about.
var selectorKeys = func() (keys []string) {
	for _, f := range selectors {
		keys = append(keys, f.Key)
	}
	return keys
}()

// dataKeys are the selectors but for the actions, which say nothing about the data.
var dataKeys = slices.DeleteFunc(slices.Clone(selectorKeys), func(k string) bool { return k == "actions" })

// says reports whether the author wrote a key, well or badly.
func says(e *Entry, keys ...string) bool {
	return e.Refused(keys...) || slices.ContainsFunc(keys, e.Has)
}

// scope reports statements that lack what gives them a meaning.
func (c *checking) scope(e *Entry) {
	switch e.Kind {
	case KindDuty:
		if !says(e, "right", "event") {
			c.find("missing-key", e.Place, fmt.Sprintf("%s does not say what calls for it", title(e)), `write right = "access" for what a person may ask for, or event = "breach" for what happens`)
		}
	case KindShare:
		if !says(e, "recipients") && !c.accepted("no-recipient", e) {
			c.find("no-recipient", e.Place, fmt.Sprintf("%s does not say who gets the data", title(e)), `write recipients = ["…"]; left out, it means anyone`)
		}
	case KindBar:
		if !says(e, selectorKeys...) && !says(e, "when") {
			c.find("no-selector", e.Place, fmt.Sprintf("%s does not say what it forbids", title(e)), "name categories, purposes, recipients or another selector; as it stands it forbids everything")
		}
	case KindUse, KindKeep:
		if !says(e, dataKeys...) {
			c.find("no-selector", e.Place, fmt.Sprintf("%s does not say which data it is about", title(e)), "name categories, purposes or another selector; as it stands it permits everything")
		}
	}
}

// idleKeys have no part in the decision on statements of a kind.
var idleKeys = map[Kind]map[string]string{
	KindUse:    {"unless": "name what must hold under gates"},
	KindShare:  {"unless": "name what must hold under gates"},
	KindKeep:   {"unless": "name what must hold under gates"},
	KindDuty:   {"unless": "name what must hold under gates", "only": "only belongs to a use, a share or a keep"},
	KindBar:    {"gates": "name what lifts the bar under unless, and the facts under which it speaks under when", "bases": "a bar has no basis", "only": "only belongs to a use, a share or a keep"},
	KindClosed: {"gates": "name what lifts it under unless", "bases": "a closed clause has no basis", "only": "only belongs to a use, a share or a keep"},
}

func (c *checking) idle(e *Entry) {
	for _, key := range []string{"gates", "unless", "bases", "only"} {
		if help := idleKeys[e.Kind][key]; help != "" && e.Has(key) && !c.accepted("idle-key", e) {
			c.find("idle-key", e.Value(key).Key(), fmt.Sprintf("%q has no effect on a %s", key, e.Kind), help)
		}
	}
	if e.Has("only") {
		c.closes(e)
	}
}

// closes reports an `only` whose statement names nothing of what it closes.
func (c *checking) closes(e *Entry) {
	keys := map[string][]string{"category": {"categories"}, "recipient": {"recipients"}, "basis": {"bases"}}[e.Text("only")]
	said := e.Kind == KindShare && e.Text("only") == "recipient" && !c.accepted("no-recipient", e)
	if keys != nil && !says(e, keys...) && !said {
		c.find("idle-key", at(e, "only"), fmt.Sprintf("only = %q has no effect without %s", e.Text("only"), keys[0]), fmt.Sprintf("name the %s it closes", keys[0]))
	}
}
