package inventory

import "slices"

// What authors write out of habit, and what it is called here.

// habitTables are tables that go by another name.
var habitTables = map[string]Kind{
	"data": KindCategory, "vendor": KindRecipient, "provider": KindRecipient, "subprocessor": KindRecipient, "sub-processor": KindRecipient, "third-party": KindRecipient,
	"collect": KindUse, "collection": KindUse, "processing": KindUse, "sharing": KindShare, "disclosure": KindShare, "retention": KindKeep, "prohibition": KindBar,
	"company": KindParty, "organisation": KindParty, "organization": KindParty, "person": KindAudience, "people": KindAudience, "section": KindNote,
}

// habitKeys are keys that go by another name, where a table has that one.
var habitKeys = map[string]string{
	"name": "label", "description": "text", "sentence": "text", "content": "text", "body": "text", "type": "kind", "deadline": "within", "duration": "period",
	"retention": "period", "data": "categories", "to": "recipients", "who": "audiences", "examples": "includes", "date": "effective", "country": "location", "mail": "email",
}

// meantTable gives the table that is meant by a name that is none, or "": a kind of
// recipient or of gate may stand for a table as well.
func meantTable(name string) Kind {
	switch {
	case slices.Contains(RecipientKinds, name):
		return KindRecipient
	case slices.Contains(GateKinds, name):
		return KindGate
	}
	return habitTables[name]
}
