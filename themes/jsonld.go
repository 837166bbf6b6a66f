package themes

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/inventory"
)

// Linked data of a notice, in the words of schema.org and, for what it is, of the Data
// Privacy Vocabulary.
type (
	linkedNotice struct {
		Context   [2]any       `json:"@context"`
		ID        string       `json:"@id,omitempty"`
		Type      [2]string    `json:"@type"`
		Name      string       `json:"name"`
		Abstract  string       `json:"abstract,omitempty"`
		Language  string       `json:"inLanguage"`
		Others    []linkedWork `json:"workTranslation,omitempty"`
		Version   string       `json:"version,omitempty"`
		Modified  string       `json:"dateModified,omitempty"`
		Effective string       `json:"temporalCoverage,omitempty"` // an open interval
		Publisher linkedParty  `json:"publisher"`
		Encoding  []linkedFile `json:"encoding"`
	}
	// linkedWork is the same notice in another language.
	linkedWork struct {
		ID       string `json:"@id,omitempty"`
		Type     string `json:"@type"`
		Language string `json:"inLanguage"`
		URL      string `json:"url"`
	}
	linkedParty struct {
		Type    string          `json:"@type"`
		Name    string          `json:"name"`
		Also    []string        `json:"alternateName,omitempty"`
		URL     string          `json:"url,omitempty"`
		Contact []linkedContact `json:"contactPoint,omitempty"`
	}
	linkedContact struct {
		Type  string   `json:"@type"`
		For   []string `json:"contactType"`
		Name  string   `json:"name,omitempty"`
		Email string   `json:"email,omitempty"`
		Phone string   `json:"telephone,omitempty"`
		URL   string   `json:"url,omitempty"`
	}
	linkedFile struct {
		Type   string `json:"@type"`
		URL    string `json:"contentUrl"`
		Format string `json:"encodingFormat"`
	}
)

// others are the uses of contacts that lead to somebody else than the party.
var others = []string{"regulator", "disputes", "representative"}

// inJSONLD gives a notice as linked data, for machines that know neither our JSON nor our
// pages. It stands in a file of its own: a page holds no script, whatever its type.
func inJSONLD(s Site, n *notices.Notice) []byte {
	doc := linkedNotice{
		Context: [2]any{"https://schema.org", map[string]string{"dpv": "https://w3id.org/dpv#"}}, Type: [2]string{"DigitalDocument", "dpv:PrivacyNotice"},
		Name: n.Title, Abstract: n.Summary, Language: n.Language, Version: n.Version,
		Publisher: linkedParty{Type: "Organization", Name: n.Party.Name, Also: n.Party.Also, URL: n.Party.Website},
		Encoding:  []linkedFile{},
	}
	if base := baseURL(s.BaseURL); base != "" {
		doc.ID = base + n.ID + "/"
	}
	if n.Updated.Precision == inventory.Day {
		doc.Modified = n.Updated.String()
	}
	if n.Effective.Precision == inventory.Day {
		doc.Effective = n.Effective.String() + "/.."
	}
	for _, c := range n.Contacts {
		if c.Email+c.Phone+c.URL != "" && !slices.ContainsFunc(c.For, func(use string) bool { return slices.Contains(others, use) }) {
			doc.Publisher.Contact = append(doc.Publisher.Contact, linkedContact{"ContactPoint", c.For, c.Label, c.Email, c.Phone, c.URL})
		}
	}
	for _, l := range languages(s, n) {
		if !l.Here {
			doc.Others = append(doc.Others, linkedWork{l.URL, "DigitalDocument", l.Lang, l.Href})
		}
	}
	for _, f := range [][2]string{{"index.html", "text/html"}, {"notice.md", "text/markdown"}, {"notice.txt", "text/plain"}, {"notice.json", "application/json"}} {
		doc.Encoding = append(doc.Encoding, linkedFile{"MediaObject", f[0], f[1]})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		panic(err) // texts always marshal
	}
	return b.Bytes()
}
