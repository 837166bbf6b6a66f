package serve

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/candor-privacy/candor/policies/decision"
)

// record counts a decision and logs it. What it takes from the question are two ids,
// and only of one that the engine has accepted.
func (h *Handler) record(p *Policy, question []byte, a decision.Answer, took time.Duration) {
	notice, action := "", ""
	if accepted(a) {
		notice, action = idsOf(question, p)
	}
	h.metrics.decided(notice, a, took)
	ctx := context.Background()
	if !h.log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	r := slog.NewRecord(time.Now(), slog.LevelInfo, "decision", 0)
	if action != "" {
		r.AddAttrs(slog.String("action", action))
	}
	if notice != "" {
		r.AddAttrs(slog.String("notice", notice))
	}
	r.AddAttrs(
		slog.String("outcome", oneOf(outcomes, a.Outcome)),
		slog.Any("codes", codesOf(a)),
		slog.Int("serial", a.Bundle.Serial),
		slog.Int64("latency_us", took.Microseconds()),
	)
	h.log.Handle(ctx, r) // a log that cannot be written must not change an answer
}

// idsOf reads the ids of the notice and the action of a question, if they are ids of
// the policy: what an engine accepts, it has, but nothing is logged on trust.
func idsOf(question []byte, p *Policy) (notice, action string) {
	if p == nil || !valid(question) {
		return "", ""
	}
	object, _ := members(question)
	if id, _ := textOf(lookup(object, "notice")); p.Notices[id] {
		notice = id
	}
	if id, _ := textOf(lookup(object, "action")); slices.Contains(actions, id) {
		action = id
	}
	return notice, action
}

func codesOf(a decision.Answer) []string {
	var out []string
	for _, r := range a.Reasons {
		if c := oneOf(codes, r.Code); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// other stands for what is in none of the lists below.
const other = "other"

func oneOf(list []string, word string) string {
	if slices.Contains(list, word) {
		return word
	}
	return other
}

var outcomes = []string{decision.Allow, decision.AllowWithObligations, decision.Deny, decision.NotCovered}

// actions are those a question may name.
var actions = []string{
	"collect", "use", "store", "retain", "access", "display", "send", "share", "transfer", "feature", "decide", "delete", "respond",
}

// codes are those of package decision.
var codes = []string{
	decision.Permitted, decision.Barred, decision.ConsentMissing, decision.AuthorityMissing, decision.FactMissing,
	decision.OptedOut, decision.Objected, decision.RetentionElapsed, decision.RetentionUnknown, decision.LegalHold,
	decision.OnlyClosure, decision.ClosedClause, decision.DocumentForbids, decision.OutsideScope, decision.NoStatement,
	decision.FactAbsent, decision.WrongChannel, decision.TooOften, decision.HeldByOther, decision.Late, decision.Required, decision.OwnRule,
	decision.BadQuestion, decision.UnknownNotice, decision.UnknownAction, decision.UnknownCategory, decision.UnknownPurpose,
	decision.UnknownRecipient, decision.UnknownAudience, decision.UnknownBasis, decision.UnknownRight, decision.UnknownEvent,
	decision.UnknownGate, decision.UnknownDocument, decision.UnknownPlace, decision.Underspecified,
	decision.BundleExpired, decision.EvaluationFailed, decision.NotReady,
}
