package decision

// Codes of reasons. The first block comes from the notice, the laws and the
// organisation's own rules, the second from the engine itself; every engine code is a deny.
const (
	Permitted        = "permitted"         // a statement permits, every gate open
	Barred           = "barred"            // a bar matches and nothing lifts it
	ConsentMissing   = "consent_missing"   // a consent gate is closed
	AuthorityMissing = "authority_missing" // an authority gate is closed
	FactMissing      = "fact_missing"      // a fact that denies when closed is closed
	OptedOut         = "opted_out"         // an opt-out stands
	Objected         = "objected"          // an objection stands
	RetentionElapsed = "retention_elapsed" // the period is over, or the data is not kept at all
	RetentionUnknown = "retention_unknown" // the day the period runs from was not stated
	LegalHold        = "legal_hold"        // a hold suspends deletion
	OnlyClosure      = "only"              // an `only` closes what no statement permits
	ClosedClause     = "closed"            // a closed clause does
	DocumentForbids  = "document_forbids"  // a governing document forbids it, as the caller attests
	OutsideScope     = "outside_scope"     // the notice does not cover these people
	NoStatement      = "no_statement"      // no statement reaches the request
	FactAbsent       = "fact_absent"       // a statement would, but a plain fact is absent
	WrongChannel     = "wrong_channel"     // the request came another way than the notice allows
	TooOften         = "too_often"         // asked again within the period
	HeldByOther      = "held_by_other"     // another body must be asked
	Late             = "late"              // the deadline has passed
	Required         = "required"          // a law owes something
	OwnRule          = "own_rule"          // a rule of the organisation's own denies it

	BadQuestion      = "bad_question"
	UnknownNotice    = "unknown_notice"
	UnknownAction    = "unknown_action"
	UnknownCategory  = "unknown_category"
	UnknownPurpose   = "unknown_purpose"
	UnknownRecipient = "unknown_recipient"
	UnknownAudience  = "unknown_audience"
	UnknownBasis     = "unknown_basis"
	UnknownRight     = "unknown_right"
	UnknownEvent     = "unknown_event"
	UnknownGate      = "unknown_gate"
	UnknownDocument  = "unknown_document"
	UnknownPlace     = "unknown_place"
	Underspecified   = "underspecified" // strict, and the answer rests on an assumption
	BundleExpired    = "bundle_expired"
	EvaluationFailed = "evaluation_failed"
	NotReady         = "not_ready"
)
