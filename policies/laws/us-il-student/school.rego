# The school: what 105 ILCS 85/27 asks it to post.
package candor.laws["us-il-student"]

import data.candor.law

# METADATA
# title: What the school posts
# description: >
#   The school posts which data elements it collects and why, its operators with their agreements and addresses, their
#   subcontractors, how parents exercise their rights, and breaches.
# custom:
#   citation: 105 ILCS 85/27(a)(1)–(5)
#   severity: warning
#   capacity: [school]
#   source: [S7]
#   says:
#     operators-posted: where the list of operators stands, with their agreements and business addresses
#     subcontractors-posted: where the list of the operators’ subcontractors stands
#     breaches-posted: where the list of breaches stands
#   missing: no category says that it is student data, as class = "student" would, so that nothing can be said of it
#   help: say what each category is used for and whether it is shared, and write duties with right = "access" and right = "rectification"
#   right: |
#     [[use]]
#     id         = "lessons"
#     categories = ["student-data"]
#     purposes   = ["lessons"]
#
#     [[closed]]
#     id         = "no-more"
#     categories = ["student-data"]
#     actions    = ["share"]
#
#     [[duty]]
#     id    = "review-and-correct"
#     right = ["access", "rectification"]
#
#     [[note]]
#     id      = "contract-terms"
#     section = "scope"
#     text    = "…"
#     says    = ["operators-posted", "subcontractors-posted", "breaches-posted"]
checks["il-85-27"] := (law.said({"operators-posted", "subcontractors-posted", "breaches-posted"}) | law.reviewed) | law.informed
