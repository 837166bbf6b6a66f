# Pupils: what 20 U.S.C. 1232h asks where students are surveyed, or their data serves marketing.
package candor.laws["us-ferpa"]

import data.candor.law

# METADATA
# title: Surveys
# description: >
#   A survey that touches one of eight topics, such as political affiliation, mental problems, income or religion, needs a
#   parent’s consent or an opportunity to opt out.
# custom:
#   citation: 20 U.S.C. 1232h(b)
#   severity: error
#   source: [S3]
#   section: collection
#   says:
#     surveys: that students are surveyed, and about which of the eight topics
#     survey-consent: how a parent consents to a survey or opts out
checks["ppra-b-topics"] := law.said({"surveys", "survey-consent"}) if {
	law.says("surveys")
} else := law.idle("nothing says that students are surveyed")

# METADATA
# title: Marketing and sale
# description: Personal information collected from students serves marketing or is sold only once parents could opt out; what serves education alone is excepted.
# custom:
#   citation: 20 U.S.C. 1232h(c)(1)(E), (c)(2)
#   severity: error
#   source: [S3]
#   rules: [ppra-r-marketing]
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: name a gate of the kind opt-out or consent at the statement, or bar the purpose
#   wrong: |
#     [[use]]
#     id         = "promote"
#     categories = ["student-data"]
#     purposes   = ["promotion"]
#   right: |
#     [[bar]]
#     id         = "no-promotion"
#     categories = ["student-data"]
#     purposes   = ["promotion"]
checks["ppra-c-marketing"] := union({_chosen(s) | some s in _marketing}) if {
	count(_marketing) > 0
} else := law.met(bars) if {
	bars := {bar | some kind in {"marketing", "sale"}; some bar in law.bars(law.student_data, kind)}
	count(bars) > 0
} else := law.idle("no statement permits marketing with student data, or its sale") if {
	count(law.student_data) > 0
}

# METADATA
# title: Marketing
# description: The statements that permit marketing with student data, or its sale.
_marketing := [s | some s in _permits; count(law.purposes(s) & law.of_kind({"marketing", "sale"})) > 0]

# METADATA
# title: Chosen
# description: Whether somebody can opt out of what a statement permits, or has to consent to it.
# scope: document
_chosen(statement) := law.met({statement.id}) if {
	some g in input.notice.gates
	g.kind in {"opt-out", "consent"}
	g.id in statement.gates
} else := law.lacks(statement.id, "student data serves marketing or is sold, and nobody can opt out")
