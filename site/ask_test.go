package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies/decision"
)

// shown is a preview of a workspace, built once.
func shown(t *testing.T, files map[string]string) *Preview {
	t.Helper()
	p := NewPreview(t.TempDir(), Options{Now: func() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }})
	p.show(Build(small(files), Options{}))
	return p
}

// post sends JSON as a page of the preview does, with headers laid over that.
func post(p *Preview, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "http://localhost:1"+target, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:9"
	for name, value := range map[string]string{"Content-Type": "application/json", "Origin": "http://localhost:1", "Sec-Fetch-Site": "same-origin"} {
		r.Header.Set(name, value)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

const question = `{"notice": "shop", "action": "use", "categories": ["orders"], "purpose": "delivery", "on": "2026-11-26", "strict": false}`

func TestPreviewAnswers(t *testing.T) {
	p := shown(t, nil)
	var got struct {
		Decision decision.Answer
		Places   map[string]string
		Calls    []call
	}
	if w := post(p, askPath, question); w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &got) != nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := post(p, askPath, `{"notice": "shop", "action": "use", "place": {"person": "California", "customer": "gb"}}`); !strings.Contains(w.Body.String(), `\"person\":\"US-CA\",\"customer\":\"GB\"`) {
		t.Errorf("places by their names: %s", w.Body)
	}
	if !got.Decision.Allow || got.Places["orders"] != "notices/shop/notice.toml:21:14" {
		t.Errorf("%+v", got)
	}
	for _, c := range got.Calls {
		if _, sent, ok := strings.Cut(c.Text, "{"); !ok || !strings.Contains(sent, `"purpose":"delivery"`) {
			t.Errorf("%s does not ask the question: %s", c.Name, c.Text)
		}
	}
	for name, test := range map[string]struct {
		path, body string
		code       int
	}{
		"no JSON":           {askPath, "x", 400},
		"no such notice":    {askPath, `{"notice": "gone"}`, 404},
		"too long":          {askPath, `{"notice": "` + strings.Repeat("x", decision.MaxBytes) + `"}`, 400},
		"a stranger's age":  {personPath, `{"notice": "shop", "age": "nine"}`, 200},
		"an age below zero": {personPath, `{"notice": "shop", "age": -3}`, 200},
		"nowhere":           {personPath, `{"notice": "shop", "place": {"person": "Narnia"}}`, 200},
		"an editor of none": {openPath, `{"place": "notices/shop/notice.toml:1:1"}`, 405},
	} {
		w := post(p, test.path, test.body)
		if w.Code != test.code || w.Code == 200 && !strings.Contains(w.Body.String(), `"fault":"`) {
			t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, test.code)
		}
	}
}

// TestWhyNot words what is missing: a choice, a day that is not known, or both.
func TestWhyNot(t *testing.T) {
	n := &notices.Notice{
		Gates:  []notices.Gate{{ID: "asked", Label: "you have asked for it"}},
		Events: []notices.Event{{ID: "closed", Label: "your account is closed"}},
	}
	for want, missing := range map[string][]string{
		"only if you have asked for it":                                            {"consent:asked"},
		"it depends on when your account is closed":                                {"since:closed"},
		"only if you have asked for it; it depends on when your account is closed": {"consent:asked", "since:closed"},
	} {
		if got := why(n, &notices.Statement{}, &decision.Answer{Missing: missing}); got != want {
			t.Errorf("%q: %q, want %q", missing, got, want)
		}
	}
}

// TestPreviewAnswersOnlyWhatIsGood asks of a workspace that never was without errors:
// a rule that cannot be read might forbid it.
func TestPreviewAnswersOnlyWhatIsGood(t *testing.T) {
	p := shown(t, map[string]string{"notices/shop/more.toml": "[[bar]]\nid = \"x"})
	if w := post(p, askPath, question); w.Code != http.StatusConflict {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	p.show(Build(small(nil), Options{}))
	if w := post(p, askPath, question); w.Code != 200 {
		t.Errorf("mended: %d %s", w.Code, w.Body)
	}
	p.show(Build(small(map[string]string{"notices/shop/more.toml": "[[bar]]\nid = \"x"}), Options{}))
	if w := post(p, askPath, question); w.Code != 200 {
		t.Errorf("the last good notice: %d %s", w.Code, w.Body)
	}
}

// TestPreviewForgetsQuestions looks for what was asked in all that is ever written.
func TestPreviewForgetsQuestions(t *testing.T) {
	var logged bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	defer slog.SetDefault(before)
	p := shown(t, nil)
	post(p, askPath, strings.Replace(question, "orders", "canary-category", 1))
	post(p, personPath, `{"notice": "shop", "age": 77, "audiences": ["canary-audience"]}`)
	if logged.Len() > 0 {
		t.Errorf("logged: %s", &logged)
	}
}

func TestPreviewIsAskedByItsOwnPagesOnly(t *testing.T) {
	p := shown(t, nil)
	opened := 0
	p.Edit = func(finding.Place) error { opened++; return nil }
	for _, path := range []string{askPath, personPath, openPath} {
		for _, header := range [][]string{
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "http://evil.test"}, {"Origin", "null"}, {"Origin", "http://localhost:2"},
			{"Content-Type", "text/plain"}, {"Content-Type", "application/x-www-form-urlencoded"},
		} {
			if w := post(p, path, question, append(header, "Candor-Token", p.token)...); w.Code != http.StatusForbidden {
				t.Errorf("POST %s with %v: %d %s, want 403", path, header, w.Code, w.Body)
			}
		}
	}
	if opened > 0 {
		t.Error("another site opened the editor")
	}
}

func TestPreviewOpensTheEditor(t *testing.T) {
	p := shown(t, nil)
	var opened []finding.Place
	p.Edit = func(at finding.Place) error { opened = append(opened, at); return nil }
	place := `{"place": "notices/shop/notice.toml:21:14"}`
	if w := post(p, openPath, place, "Candor-Token", p.token); w.Code != http.StatusNoContent || len(opened) != 1 || opened[0].Line != 21 {
		t.Errorf("%d %s, opened %v", w.Code, w.Body, opened)
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"without the token":   post(p, openPath, place),
		"with another":        post(p, openPath, place, "Candor-Token", "x"),
		"of an unread file":   post(p, openPath, `{"place": "../../etc/passwd"}`, "Candor-Token", p.token),
		"of a flag":           post(p, openPath, `{"place": "--help"}`, "Candor-Token", p.token),
		"at no line":          post(p, openPath, `{"place": "notices/shop/notice.toml:-1:2"}`, "Candor-Token", p.token),
		"with no place":       post(p, openPath, `{}`, "Candor-Token", p.token),
		"from no stated page": post(p, openPath, place, "Candor-Token", p.token, "Origin", ""),
	} {
		if w.Code < 400 || len(opened) != 1 {
			t.Errorf("%s: %d, opened %v", name, w.Code, opened)
		}
	}
	p.Edit = func(finding.Place) error { return errors.New("no such program") }
	if w := post(p, openPath, place, "Candor-Token", p.token); w.Code != 500 || !strings.Contains(w.Body.String(), "no such program") {
		t.Errorf("an editor that fails: %d %s", w.Code, w.Body)
	}
}

// TestPreviewGuests lets one browser in by an invitation, and nobody by the same again.
func TestPreviewGuests(t *testing.T) {
	p := shown(t, nil)
	var invitations []string
	p.Invite(func(path string) { invitations = append(invitations, path) })
	ask := func(host, target, cookie string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "http://"+host+target, nil)
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: passCookie, Value: cookie})
		}
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		return w
	}
	const here = "192.0.2.7:1313"
	for _, target := range []string{"/", "/shop/", events, aboutPath, scriptPath, enterPath, enterPath + "?", enterPath + "?x"} {
		for _, cookie := range []string{"", "x"} {
			if w := ask(here, target, cookie); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "Shop") {
				t.Errorf("GET %s uninvited: %d", target, w.Code)
			}
		}
	}
	if w := ask("evil.test:1313", invitations[0], ""); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("under a name that can be pointed here: %d", w.Code)
	}
	w := ask(here, invitations[0], "")
	if w.Code != 200 || len(w.Result().Cookies()) != 1 || len(invitations) != 2 {
		t.Fatalf("invited: %d %v, and %d invitations", w.Code, w.Header(), len(invitations))
	}
	pass := w.Result().Cookies()[0]
	if !pass.HttpOnly || pass.SameSite != http.SameSiteStrictMode {
		t.Errorf("the cookie is %v", pass)
	}
	if w := ask(here, "/shop/", pass.Value); w.Code != 200 || !strings.Contains(w.Body.String(), "The Shop") {
		t.Errorf("let in: %d", w.Code)
	}
	if w := ask(here, invitations[0], ""); w.Code != http.StatusForbidden {
		t.Errorf("the same invitation again: %d", w.Code)
	}
	if w := ask(here, invitations[1], ""); w.Code != 200 {
		t.Errorf("the next invitation: %d", w.Code)
	}
	p.Edit = func(finding.Place) error { t.Error("a guest opened the editor"); return nil }
	r := httptest.NewRequest("POST", "http://"+here+openPath, strings.NewReader(`{"place": "notices/shop/notice.toml:21:14"}`))
	r.RemoteAddr = "192.0.2.9:4"
	for name, value := range map[string]string{"Content-Type": "application/json", "Origin": "http://" + here, "Candor-Token": p.token, "Cookie": passCookie + "=" + pass.Value} {
		r.Header.Set(name, value)
	}
	out := httptest.NewRecorder()
	if p.ServeHTTP(out, r); out.Code != http.StatusForbidden {
		t.Errorf("a guest's click: %d", out.Code)
	}
}

// TestPreviewShowsFirstPageEarly asks for a notice before anything was built.
func TestPreviewShowsFirstPageEarly(t *testing.T) {
	dir := t.TempDir()
	syntheticWorkspace(t, dir, 3, true)
	p := NewPreview(dir, Options{})
	w := get(p, "localhost", "/n00001/")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "Privacy notice for district 1") {
		t.Fatalf("the first page: %d %s", w.Code, w.Body)
	}
	if w := get(p, "localhost", "/"); w.Code != 200 || !strings.Contains(w.Body.String(), `<a href="n00002/">`) {
		t.Errorf("the index: %d %s", w.Code, w.Body)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	p.show(Build(root.FS(), Options{}))
	version := func(w *httptest.ResponseRecorder) string {
		_, after, _ := strings.Cut(w.Body.String(), `data-version="`)
		id, _, _ := strings.Cut(after, `"`)
		return id
	}
	if later := get(p, "localhost", "/n00001/"); version(w) == "" || version(later) != version(w) {
		t.Errorf("the first page is version %q and %q once all is built", version(w), version(later))
	}
}

// TestPreviewAnswersByOwnRules: the panel answers as everybody else does, by the rules as
// they were last saved, and leads to them.
func TestPreviewAnswersByOwnRules(t *testing.T) {
	rule := func(day string) map[string]string {
		return map[string]string{"candor.toml": "policies = \"policies\"\n", "policies/stop.rego": `package candor.own

# METADATA
# title: We deliver nothing yet.
# description: The carrier begins later.
# custom:
#   notices: [shop]
deny["acme-carrier"] if {
	"delivery" in input.purposes
	input.day < "` + day + `"
}
`}
	}
	p := shown(t, rule("2026-12-01"))
	var got struct {
		Decision decision.Answer
		Places   map[string]string
	}
	if w := post(p, askPath, question); w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &got) != nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got.Decision.Allow || got.Decision.Notice.Outcome != decision.Allow || got.Places["acme-carrier"] != "policies/stop.rego:8:1" {
		t.Errorf("%+v", got)
	}
	p.show(Build(small(rule("2026-11-01")), Options{}))
	if w := post(p, askPath, question); !strings.Contains(w.Body.String(), `"outcome":"allow"`) {
		t.Errorf("after the rule has changed: %s", w.Body)
	}
	p = shown(t, map[string]string{"candor.toml": "policies = \"policies\"\n", "policies/stop.rego": "package candor.own\n\ndeny if input.action == \"use\"\n"})
	if w := post(p, askPath, question); w.Code != http.StatusConflict {
		t.Errorf("by a rule that cannot be read: %d %s", w.Code, w.Body)
	}
}
