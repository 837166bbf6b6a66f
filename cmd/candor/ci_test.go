package main

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/util"

	"github.com/candor-privacy/candor/policies/bundle"
)

// runner is a machine of a pipeline: a fresh clone of a workspace, a shell, and no candor
// until a step installs it.
type runner struct {
	t        *testing.T
	dir      string
	path     string // of programs
	key, pub string // in PEM
}

func newRunner(t *testing.T, system string) *runner {
	t.Helper()
	for _, program := range []string{"git", "bash", "sha256sum"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{t: t, dir: filepath.Join(t.TempDir(), "clone"), path: t.TempDir()}
	key, err := bundle.NewKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	if r.key, err = key.PEM(); err != nil {
		t.Fatal(err)
	}
	r.pub = key.Public.PEM
	// The one command of go that pipelines use puts this very program where go would.
	install := "#!/bin/sh\nset -eu\n[ \"$1\" = install ]\ncase \"$2\" in github.com/candor-privacy/candor/cmd/candor@?*) cp '" + self + "' '" + r.path + "/candor' ;; *) exit 1 ;; esac\n"
	if err := os.WriteFile(filepath.Join(r.path, "go"), []byte(install), 0o755); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := process{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
	if code := run(t.Context(), p, []string{"init", "--ci", system, r.dir}); code != exitClean {
		t.Fatalf("init --ci %s: exit %d\n%s", system, code, &out)
	}
	r.must("git init -q . && git add -A && git -c user.name=A -c user.email=a@example.org commit -q -m one")
	return r
}

// shell runs a script as pipelines do, and gives what it said.
func (r *runner) shell(script string, env ...string) (string, error) {
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "PATH="+r.path+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+r.path, "CANDOR_SIGNING_KEY=", "CI_PAGES_URL="+atHost, "PAGES="+atHost)
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (r *runner) must(script string, env ...string) {
	r.t.Helper()
	if out, err := r.shell(script, env...); err != nil {
		r.t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

// fails wants a script to end with an error, and its last words to tell why.
func (r *runner) fails(script, says string, env ...string) {
	r.t.Helper()
	if out, err := r.shell(script, env...); err == nil || !strings.Contains(out, says) {
		r.t.Errorf("%s: %v, want an error that says %q\n%s", script, err, says, out)
	}
}

// breaks puts a mistake into the workspace.
func (r *runner) breaks() {
	r.t.Helper()
	mistake := "[[bar]]\nid = \"x\"\npurposes = [\"nosuch\"]\n"
	if err := os.WriteFile(filepath.Join(r.dir, "notices", "larkfield", "mistake.toml"), []byte(mistake), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// atHost is where hosts say that the site will stand, below their root.
const atHost = "https://schools.example.net/privacy"

// published wants what pipelines hand on to be there: a site, and the policy with a key.
func (r *runner) published(signed bool) {
	r.t.Helper()
	for _, name := range []string{"public/index.html", "public/larkfield/index.html", "public/SHA256SUMS", ".candor/internal/publication.json"} {
		if _, err := os.Stat(filepath.Join(r.dir, name)); err != nil {
			r.t.Error(err)
		}
	}
	if page, err := os.ReadFile(filepath.Join(r.dir, "public/404.html")); err != nil || !bytes.Contains(page, []byte(`href="/privacy/assets/`)) {
		r.t.Errorf("the page that hosts show at every address does not know that the site stands at %s: %v", atHost, err)
	}
	packed, err := os.ReadFile(filepath.Join(r.dir, ".candor/internal/bundle.tar.gz"))
	if (err == nil) != signed {
		r.t.Errorf("the policy is there: %v, want %v", err == nil, signed)
	}
	if err == nil {
		public, err := bundle.ParsePublicKey(r.pub, "")
		if err != nil {
			r.t.Fatal(err)
		}
		if _, err := bundle.Read(bytes.NewReader(packed), bundle.Trust{Keys: []*bundle.PublicKey{public}}); err != nil {
			r.t.Error(err)
		}
	}
}

// yaml reads a file as YAML.
func yaml(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = util.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// TestGitHubWorkflow runs every step that is ours, in order, in a fresh clone.
func TestGitHubWorkflow(t *testing.T) {
	r := newRunner(t, "github")
	type step struct {
		ID, Name, Uses, Run, If string

		Env  map[string]string
		With map[string]any
	}
	var flow struct {
		Permissions map[string]string
		Jobs        map[string]struct {
			Needs       string
			Permissions map[string]string
			Steps       []step
		}
	}
	yaml(t, filepath.Join(r.dir, ".github/workflows/privacy.yml"), &flow)
	if !maps.Equal(flow.Permissions, map[string]string{"contents": "read"}) {
		t.Errorf("every job may %v, want contents: read", flow.Permissions)
	}
	if got := slices.Sorted(maps.Keys(flow.Jobs)); !slices.Equal(got, []string{"check", "publish"}) || flow.Jobs["publish"].Needs != "check" {
		t.Fatalf("the jobs are %v", got)
	}
	pinned := regexp.MustCompile(`^(actions|github/codeql-action)/[a-z-]+@v\d+$`)
	for _, signed := range []bool{false, true} {
		for _, job := range []string{"check", "publish"} {
			if err := os.RemoveAll(filepath.Join(r.path, "candor")); err != nil { // another machine
				t.Fatal(err)
			}
			ran := 0
			for _, s := range flow.Jobs[job].Steps {
				if (s.Uses == "") == (s.Run == "") || s.Uses != "" && !pinned.MatchString(s.Uses) {
					t.Errorf("a step of %s uses %q and runs %q", job, s.Uses, s.Run)
				}
				if file, ok := s.With["sarif_file"].(string); ok {
					if _, err := os.Stat(filepath.Join(r.dir, file)); err != nil || s.If != "${{ !cancelled() }}" || flow.Jobs[job].Permissions["security-events"] != "write" {
						t.Errorf("%s takes %s if %q, and may %v: %v", s.Uses, file, s.If, flow.Jobs[job].Permissions, err)
					}
				}
				if upload, ok := s.With["path"].(string); ok {
					if _, err := os.Stat(filepath.Join(r.dir, upload)); err != nil || s.With["include-hidden-files"] != true {
						t.Errorf("%s takes %s, hidden files included: %v, %v", s.Uses, upload, s.With["include-hidden-files"], err)
					}
				}
				if s.Run == "" {
					continue
				}
				var env []string
				for name, value := range s.Env {
					switch {
					case value == "${{ steps.pages.outputs.base_url }}":
						if !slices.ContainsFunc(flow.Jobs[job].Steps, func(by step) bool { return by.ID == "pages" && strings.HasPrefix(by.Uses, "actions/configure-pages@") }) {
							t.Error("no step asks where the site will stand")
						}
					case value != "${{ secrets."+name+" }}":
						t.Errorf("%s is %s", name, value)
					case signed:
						env = append(env, name+"="+r.key)
					}
				}
				brought := filepath.Join(r.dir, ".candor", "brought") // along by a change
				if err := errors.Join(os.MkdirAll(filepath.Dir(brought), 0o755), os.WriteFile(brought, nil, 0o644)); err != nil {
					t.Fatal(err)
				}
				r.must(s.Run, env...)
				if _, err := os.Stat(brought); err == nil && strings.Contains(s.Run, "candor "+job) {
					t.Errorf("%s believes what a change brings along: %s", job, s.Run)
				}
				ran++
			}
			if ran < 2 {
				t.Errorf("%s has %d steps of ours", job, ran)
			}
		}
		r.published(signed)
	}
	r.breaks()
	for job, says := range map[string]string{"check": "mistake.toml:3:", "publish": "nothing published: 1 error"} {
		steps := flow.Jobs[job].Steps
		i := slices.IndexFunc(steps, func(s step) bool { return strings.Contains(s.Run, "candor "+job) })
		r.fails(steps[i].Run, says)
	}
}

// TestGitLabPipeline runs both jobs, each as one script.
func TestGitLabPipeline(t *testing.T) {
	r := newRunner(t, "gitlab")
	type job struct {
		Needs, Script []string
		Rules         []map[string]string
		Artifacts     struct {
			Paths   []string
			When    string
			Reports map[string]string
		}
	}
	var pipeline struct {
		Default struct {
			Image  string
			Before []string `json:"before_script"`
		}
		Check, Pages job
	}
	yaml(t, filepath.Join(r.dir, ".gitlab-ci.yml"), &pipeline)
	script := func(j job) string {
		return strings.Join(slices.Concat(pipeline.Default.Before, j.Script), "\n")
	}
	if len(pipeline.Check.Script) == 0 || len(pipeline.Pages.Script) == 0 || !slices.Equal(pipeline.Pages.Needs, []string{"check"}) || len(pipeline.Pages.Rules) != 1 {
		t.Fatalf("the jobs are %+v", pipeline)
	}
	r.must(script(pipeline.Check))
	for _, signed := range []bool{false, true} {
		key := ""
		if signed {
			key = base64.StdEncoding.EncodeToString([]byte(r.key))
		}
		r.must(script(pipeline.Pages), "CANDOR_SIGNING_KEY="+key)
		r.published(signed)
	}
	for _, path := range pipeline.Pages.Artifacts.Paths {
		if _, err := os.Stat(filepath.Join(r.dir, path)); err != nil {
			t.Error(err)
		}
	}
	r.breaks()
	r.fails(script(pipeline.Check), "mistake.toml:3:")
	quality, err := os.ReadFile(filepath.Join(r.dir, pipeline.Check.Artifacts.Reports["codequality"]))
	if err != nil || pipeline.Check.Artifacts.When != "always" || !strings.Contains(string(quality), `"path": "notices/larkfield/mistake.toml"`) {
		t.Errorf("the merge request is shown, %s: %s, %v", pipeline.Check.Artifacts.When, quality, err)
	}
	r.fails(script(pipeline.Pages), "nothing published: 1 error")
}

// TestPreCommitHook runs the hook that the configuration names, as this repository
// describes it.
func TestPreCommitHook(t *testing.T) {
	r := newRunner(t, "pre-commit")
	var config struct {
		Repos []struct {
			Repo, Rev string
			Hooks     []struct{ ID string }
		}
	}
	yaml(t, filepath.Join(r.dir, ".pre-commit-config.yaml"), &config)
	if len(config.Repos) != 1 || config.Repos[0].Repo != "https://"+module || config.Repos[0].Rev == "" || len(config.Repos[0].Hooks) == 0 {
		t.Fatalf("the configuration is %+v", config)
	}
	var hooks []struct {
		ID, Entry, Language, Files string
		Pass                       bool `json:"pass_filenames"`
	}
	yaml(t, "../../.pre-commit-hooks.yaml", &hooks)
	r.must("go install " + module + "/cmd/candor@latest") // what the language golang comes to
	for _, named := range config.Repos[0].Hooks {
		ran := false
		for _, hook := range hooks {
			if hook.ID != named.ID {
				continue
			}
			ran = true
			files := regexp.MustCompile(hook.Files)
			if hook.Language != "golang" || hook.Pass || !files.MatchString("notices/larkfield/uses.toml") || !files.MatchString("notices/larkfield/introduction.md") || files.MatchString("main.go") {
				t.Errorf("the hook is %+v", hook)
			}
			r.must(hook.Entry)
			r.breaks()
			r.fails(hook.Entry, "mistake.toml:3:")
		}
		if !ran {
			t.Errorf("this repository has no hook %s", named.ID)
		}
	}
}

// TestPipelineNamesThisVersion looks at what a pipeline would install.
func TestPipelineNamesThisVersion(t *testing.T) {
	for system, p := range pipelines {
		f, err := p.file()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(f.data), "VERSION") || !regexp.MustCompile(`(cmd/candor@|rev: )(`+cmp.Or(p.untagged, `[0-9a-f]{40}|[0-9a-f]{12}|`+unbuilt)+`|v\d+\.\d+\.\d+)\n`).Match(f.data) {
			t.Errorf("the pipeline for %s names no version:\n%s", system, f.data)
		}
		if !strings.Contains(initHelp, system) {
			t.Errorf("the help of init does not name %s", system)
		}
	}
}
