package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/policies"
	"github.com/candor-privacy/candor/policies/decision"
	"github.com/candor-privacy/candor/site"
)

const askHelp = `Put one question to a notice: may this be done with that data? The answer comes
with the sentences of the notice it rests on, where they stand in the page and in
the TOML, what is missing or assumed, and what is owed.

  candor ask --notice ID --action ACTION …
  candor ask --notice ID --list      the ids a question may name, and the words of
                                     gates and channels

What is done
  --notice ID            the notice (may be left out when there is only one)
  --action WORD          collect use store retain access display send share
                         transfer feature decide delete respond
  --category ID          which data; again or a,b for several
  --purpose ID           what for
  --recipient ID         to whom
  --form WORD            identified hashed pseudonymous de-identified aggregated
                         anonymous
  --basis ID             legal basis relied on
  --role WORD            legal role we act in
  --right ID, --event ID, --channel WORD    of a request, with --action respond

Whose data
  --audience ID          again or a,b for several
  --age N                in completed years
  --person PLACE, --customer PLACE, --host PLACE, --destination PLACE
                         such as GB, US-CA, EU

What has happened
  --gate ID[=true|false|JSON]
                         a consent, opt-out, objection or fact; JSON such as
                         {"on":"2026-01-02","by":"person","via":"web form"},
                         in the words that --list shows
  --since EVENT=DATE     when something happened that a period runs from
  --earlier DATE         an earlier request of the same kind; again or a,b
  --count NAME=N         a number that a duty depends on
  --document ID=forbids|permits
                         what a governing document says
  --on DATE              the day asked about (default today, UTC)

How
  --workspace DIR        the workspace (default: here, or the nearest above)
  --json FILE            the whole question as JSON; - reads standard input
  --strict               deny when the answer rests on an assumption. With --json
                         the file says it, as "strict": true. Off by default here;
                         on by default in Go and over HTTP

The answer
  allow, allow with obligations      a statement permits it; exit code 0
  deny                               a statement forbids it, or something is
                                     missing; exit code 1
  not covered                        the notice says nothing of it; exit code 1
  owed, missing      what must be done; what would have to be stated to allow it
  assumed            what the answer rests on though the question does not say it
  known issues       where the notice itself is unclear or contradicts itself
A law that the notice switches on is asked after it: what it forbids is denied all
the same, and what it owes is owed. Its reasons give the rule and where it stands.
Rules of the workspace's own (policies in candor.toml) are asked last, and deny.
A flag that cannot be read, a wrong word or a wrong date is exit code 2; a fault
of a JSON question is a deny, with exit code 1, and so is an unknown id.

Example
  candor ask --notice intoo --action use --category email --purpose marketing
`

// asking is the flags of ask. Those that make the question are kept as they were
// given: what they mean is for question to say, and in the end for the engine.
type asking struct {
	given  map[string]*given
	from   string
	file   string
	strict string
	list   bool
}

// given is every value a flag was given.
type given []string

func (g *given) String() string     { return strings.Join(*g, ",") }
func (g *given) Set(s string) error { *g = append(*g, s); return nil }
func (g *given) Type() string       { return "text" }

func (a *app) askCommand() *cobra.Command {
	k := asking{given: map[string]*given{}}
	cmd := &cobra.Command{Use: "ask", Short: "put one question to a notice", Long: askHelp, Args: atMost(0)}
	k.flags(cmd.Flags())
	a.completeAsk(cmd, &k)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.ask(cmd.Context(), &k, cmd.Flags()) }
	return cmd
}

func (k *asking) flags(f *pflag.FlagSet) {
	for _, q := range questionFlags {
		k.given[q.flag] = &given{}
		f.Var(k.given[q.flag], q.flag, "")
	}
	text(f, &k.from, "workspace", "")
	text(f, &k.file, "json", "")
	text(f, &k.strict, "strict", "false")
	f.Lookup("strict").NoOptDefVal = "true"
	f.BoolVar(&k.list, "list", false, "")
}

func (a *app) ask(ctx context.Context, k *asking, flags *pflag.FlagSet) error {
	question, err := a.question(k, flags)
	if err != nil {
		return err
	}
	dir, err := workspace([]string{k.from}, "candor ask --workspace %s")
	if err != nil {
		return err
	}
	s, err := a.read(dir, a.options(dir), site.Read)
	if err != nil {
		return err
	}
	question = onlyNotice(question, s)
	if k.list {
		return a.list(noticeOf(question), s)
	}
	asked := a.asked(question)
	engine, answer := a.engine(ctx, s)
	if engine != nil {
		answer = engine.DecideJSON(ctx, question)
	}
	if strange := asked.strange(); len(strange) > 0 && !flags.Changed("json") && !malformed(answer) {
		return wrong(fmt.Errorf("--%s: %w", strange[0].flag, strange[0].err))
	}
	if a.format == "json" {
		err = writeJSON(a.out, struct {
			Version int `json:"version"`
			decision.Answer
		}{1, answer})
	} else {
		printAnswer(a.out, answer, s, asked, a.style(a.out).Width)
	}
	a.suggest(answer, asked, s)
	if answer.Outcome == decision.NotCovered && engine != nil {
		a.others(ctx, engine, asked, s)
	}
	switch {
	case err != nil || answer.Allow:
		return err
	case !flags.Changed("json") && malformed(answer):
		return errFlags
	}
	return errFound
}

// malformed reports whether a question could not be read, as against one that was
// read and denied.
func malformed(answer decision.Answer) bool {
	for _, r := range answer.Reasons {
		if r.Code == decision.BadQuestion || r.Code == decision.UnknownPlace || r.Code == decision.UnknownAction {
			return true
		}
	}
	return false
}

// engine is what answers, or the answer to everything where there is none: no
// question is allowed on files with errors, for a rule that could not be read might
// have forbidden it.
func (a *app) engine(ctx context.Context, s *site.Site) (*policies.Engine, decision.Answer) {
	if n := finding.Count(s.Findings, finding.Error); n > 0 {
		a.say("hint: candor check shows what is wrong")
		return nil, notReady(fmt.Sprintf("The workspace has %s, so no question can be answered.", count(n, "error")))
	}
	engine, err := policies.New(ctx, s.Set, policies.Options{Now: a.now})
	if err != nil {
		return nil, notReady("No policy can be made: " + err.Error() + ".")
	}
	return engine, decision.Answer{}
}

// notReady is the answer of an engine that cannot be made.
func notReady(why string) decision.Answer { return decision.Refusal(decision.NotReady, why) }

// question is what is asked, as JSON. Flags become the JSON that a file would
// hold, so that the engine's strict reader is the only one there is.
func (a *app) question(k *asking, flags *pflag.FlagSet) ([]byte, error) {
	if flags.Changed("json") {
		return a.questionFile(k, flags)
	}
	if k.strict != "true" && k.strict != "false" {
		return nil, wrong(fmt.Errorf("--strict is true or false, not %q", k.strict))
	}
	question := map[string]any{"strict": k.strict == "true"}
	for _, q := range questionFlags {
		if !flags.Changed(q.flag) {
			continue
		}
		if err := q.put(question, q, *k.given[q.flag]); err != nil {
			return nil, err
		}
	}
	if question["action"] == nil && !k.list {
		return nil, wrong(errors.New("--action is missing: say what is to be done with the data"), "candor ask --help")
	}
	return json.Marshal(question)
}

// maxRead is more than any question may have: what is longer, the engine refuses.
const maxRead = 1 << 20

// questionFile reads a whole question and leaves it as it is. Only strict, which
// is off here unless the file says so, is put before what is there.
func (a *app) questionFile(k *asking, flags *pflag.FlagSet) ([]byte, error) {
	var also []string
	flags.Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "json", "workspace", "format", "color":
		default:
			also = append(also, "--"+f.Name)
		}
	})
	if also != nil {
		return nil, wrong(fmt.Errorf("--json is the whole question: leave out %s", strings.Join(also, ", ")))
	}
	in := a.in
	if k.file != "-" {
		f, err := os.Open(k.file)
		if err != nil {
			return nil, wrong(err)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxRead))
	if err != nil {
		return nil, wrong(err)
	}
	return withField(data, "strict", "false"), nil
}

// withField puts a field in front of a JSON object that lacks it. Everything else
// stays byte for byte, so that the engine sees what was asked.
func withField(object []byte, name, value string) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(object, &fields) != nil || fields == nil {
		return object
	}
	if _, has := fields[name]; has {
		return object
	}
	rest := bytes.TrimLeft(object, " \t\r\n")[1:]
	comma := ","
	if len(fields) == 0 {
		comma = ""
	}
	return append(fmt.Appendf(nil, "{%q:%s%s", name, value, comma), rest...)
}

// noticeOf is the notice a question names, or "".
func noticeOf(question []byte) string {
	var fields map[string]json.RawMessage
	var id string
	if json.Unmarshal(question, &fields) == nil {
		_ = json.Unmarshal(fields["notice"], &id) // what is no text names no notice
	}
	return id
}

// onlyNotice fills in the notice where there is but one to ask.
func onlyNotice(question []byte, s *site.Site) []byte {
	if len(s.Set.Notices) != 1 {
		return question
	}
	id, err := json.Marshal(s.Set.Notices[0].ID)
	if err != nil {
		return question
	}
	return withField(question, "notice", string(id))
}
