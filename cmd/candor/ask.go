package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
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
                         {"on":"2026-01-02","by":"person","via":"form"}
  --since EVENT=DATE     when something happened that a period runs from
  --earlier DATE         an earlier request of the same kind
  --count NAME=N         a number that a duty depends on
  --document ID=forbids|permits
                         what a governing document says
  --on DATE              the day asked about (default today, UTC)

How
  --workspace DIR        the workspace (default: here, or the nearest above)
  --json FILE            the whole question as JSON; - reads standard input
  --strict               deny when the answer rests on an assumption

The exit code is 0 when the answer allows, and 1 for any other answer.

Example
  candor ask --notice intoo --action use --category contact --purpose marketing
`

// asking is the flags of ask.
type asking struct {
	q                                        decision.Question
	age                                      int
	gates, since, counts, documents, earlier []string
	from, file                               string
	strict                                   bool
}

func (a *app) askCommand() *cobra.Command {
	var k asking
	cmd := &cobra.Command{Use: "ask", Short: "put one question to a notice", Long: askHelp, Args: atMost(0)}
	k.flags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return a.ask(cmd.Context(), &k, cmd.Flags()) }
	return cmd
}

func (k *asking) flags(f *pflag.FlagSet) {
	for name, to := range map[string]*string{
		"notice": &k.q.Notice, "action": &k.q.Action, "purpose": &k.q.Purpose, "recipient": &k.q.Recipient, "form": &k.q.Form, "basis": &k.q.Basis,
		"role": &k.q.Role, "right": &k.q.Right, "event": &k.q.Event, "channel": &k.q.Channel, "on": &k.q.On,
		"person": &k.q.Place.Person, "customer": &k.q.Place.Customer, "host": &k.q.Place.Host, "destination": &k.q.Place.Destination,
		"workspace": &k.from, "json": &k.file,
	} {
		f.StringVar(to, name, "", "")
	}
	f.StringSliceVar(&k.q.Categories, "category", nil, "")
	f.StringSliceVar(&k.q.Audiences, "audience", nil, "")
	f.StringSliceVar(&k.earlier, "earlier", nil, "")
	f.StringArrayVar(&k.gates, "gate", nil, "")
	f.StringArrayVar(&k.since, "since", nil, "")
	f.StringArrayVar(&k.counts, "count", nil, "")
	f.StringArrayVar(&k.documents, "document", nil, "")
	f.IntVar(&k.age, "age", 0, "")
	f.BoolVar(&k.strict, "strict", false, "")
}

func (a *app) ask(ctx context.Context, k *asking, flags *pflag.FlagSet) error {
	question, err := a.question(k, flags)
	if err != nil {
		return err
	}
	dir, err := workspace([]string{k.from})
	if err != nil {
		return err
	}
	s, err := a.read(dir, a.options(dir), site.Read)
	if err != nil {
		return err
	}
	question = onlyNotice(question, s)
	answer := a.decide(ctx, s, question)
	if a.format == "json" {
		err = writeJSON(a.out, answer)
	} else {
		printAnswer(a.out, answer, s, noticeOf(question), a.style(a.out).Width)
	}
	a.suggest(answer, noticeOf(question), s)
	if err == nil && !answer.Allow {
		return errFound
	}
	return err
}

// decide never allows on files with errors: a rule that could not be read might
// have forbidden it.
func (a *app) decide(ctx context.Context, s *site.Site, question []byte) decision.Answer {
	if n := finding.Count(s.Findings, finding.Error); n > 0 {
		a.say("hint: candor check shows what is wrong")
		return notReady(fmt.Sprintf("the workspace has %s, so no question can be answered", count(n, "error")))
	}
	engine, err := policies.New(ctx, s.Set, policies.Options{Now: a.now})
	if err != nil {
		return notReady(err.Error())
	}
	return engine.DecideJSON(ctx, question)
}

// notReady is the answer of an engine that cannot be made.
func notReady(why string) decision.Answer {
	return decision.Answer{
		Outcome: decision.Deny, Notice: decision.Side{Outcome: decision.Deny}, Law: decision.Side{Outcome: decision.None},
		Reasons:     []decision.Reason{{Code: decision.NotReady, Source: "engine", Text: why}},
		Obligations: []decision.Obligation{}, Missing: []string{}, Assumed: []string{}, Issues: []string{},
	}
}

// question is what the flags ask, as JSON, so that every engine reads the same.
func (a *app) question(k *asking, flags *pflag.FlagSet) ([]byte, error) {
	if flags.Changed("json") {
		return a.questionFile(k, flags)
	}
	q := &k.q
	if q.Action == "" {
		return nil, wrong(errors.New("--action is missing: say what is to be done with the data"), "candor ask --help")
	}
	if flags.Changed("age") {
		q.Age = &k.age
	}
	q.Earlier, q.Strict = k.earlier, &k.strict
	var err error
	if q.Gates, err = gates(k.gates); err != nil {
		return nil, err
	}
	if q.Since, err = pairs("since", k.since, "account-closed=2026-01-31"); err != nil {
		return nil, err
	}
	if q.Documents, err = pairs("document", k.documents, "contract=forbids"); err != nil {
		return nil, err
	}
	counts, err := pairs("count", k.counts, "affected=500")
	if err != nil {
		return nil, err
	}
	for name, value := range counts {
		n, err := strconv.Atoi(value)
		if err != nil {
			return nil, wrong(fmt.Errorf("--count %s=%s has no number", name, value))
		}
		if q.Counts == nil {
			q.Counts = map[string]int{}
		}
		q.Counts[name] = n
	}
	return json.Marshal(q)
}

// questionFile reads a whole question and leaves it as it is, but for strict,
// which is off here unless the file or the flag says so.
func (a *app) questionFile(k *asking, flags *pflag.FlagSet) ([]byte, error) {
	var also []string
	flags.Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "json", "workspace", "strict", "format", "color":
		default:
			also = append(also, "--"+f.Name)
		}
	})
	if also != nil {
		return nil, wrong(fmt.Errorf("--json is the whole question: leave out %s", strings.Join(also, ", ")))
	}
	var data []byte
	var err error
	if k.file == "-" {
		data, err = io.ReadAll(a.in)
	} else {
		data, err = os.ReadFile(k.file)
	}
	if err != nil {
		return nil, wrong(err)
	}
	return withField(data, "strict", strconv.FormatBool(k.strict), flags.Changed("strict")), nil
}

// withField puts a field in front of a JSON object that lacks it. Everything else
// stays byte for byte, so that the engine sees what was asked.
func withField(object []byte, name, value string, force bool) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(object, &fields) != nil || fields == nil {
		return object
	}
	if _, has := fields[name]; has {
		if !force {
			return object
		}
		fields[name] = json.RawMessage(value)
		out, _ := json.Marshal(fields)
		return out
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
	var q struct{ Notice string }
	_ = json.Unmarshal(question, &q) // what is no question names no notice
	return q.Notice
}

// onlyNotice fills in the notice where there is but one to ask.
func onlyNotice(question []byte, s *site.Site) []byte {
	if len(s.Set.Notices) != 1 || noticeOf(question) != "" {
		return question
	}
	return withField(question, "notice", strconv.Quote(s.Set.Notices[0].ID), true)
}

// pairs reads name=value flags.
func pairs(flag string, args []string, example string) (map[string]string, error) {
	var out map[string]string
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok || name == "" || value == "" {
			return nil, wrong(fmt.Errorf("--%s %s is no pair", flag, arg), fmt.Sprintf("--%s %s", flag, example))
		}
		if out == nil {
			out = map[string]string{}
		}
		if _, twice := out[name]; twice {
			return nil, wrong(fmt.Errorf("--%s names %q twice", flag, name))
		}
		out[name] = value
	}
	return out, nil
}

// gates reads the records of acts: name, name=true, name=false or name=JSON.
func gates(args []string) (map[string]decision.Act, error) {
	var out map[string]decision.Act
	for _, arg := range args {
		name, value, given := strings.Cut(arg, "=")
		act := decision.Act{Happened: true}
		if given {
			if err := json.Unmarshal([]byte(value), &act); err != nil {
				return nil, wrong(fmt.Errorf("--gate %s is neither true, false nor a JSON object", arg), `--gate newsletter='{"on":"2026-01-02","by":"person"}'`)
			}
		}
		if out == nil {
			out = map[string]decision.Act{}
		}
		if _, twice := out[name]; twice {
			return nil, wrong(fmt.Errorf("--gate names %q twice", name))
		}
		out[name] = act
	}
	return out, nil
}
