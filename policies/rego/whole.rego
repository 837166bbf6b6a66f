# METADATA
# title: Whole
# description: >
#   Whether the policy has lost nothing on its way. No decision asks: it is for whoever
#   loads a policy, once, since every part of it is counted.
# related_resources:
# - README.md#13-what-a-policy-must-not-have-lost
package candor.whole

# METADATA
# title: Policy
# description: >
#   What all notices share has as many parts as it was compiled with, and so has each
#   notice, and the base whose terms it decides by is there. Whatever is deleted from them, be it the number itself, leaves this false; so
#   does the loss of the workspace's own rules where they are about a notice.
# scope: document
# related_resources:
# - README.md#13-what-a-policy-must-not-have-lost
default policy := false

policy if {
	_parts(data.candor.data) == data.candor.data.bundle.parts
	every notice in data.candor_notices {
		_parts(notice) == notice.parts
		data.candor_notices[notice.base].base == notice.base
		_ruled(notice)
	}
}

# METADATA
# title: Ruled
# description: Where rules of the workspace's own are about a notice, there are some.
# scope: document
# related_resources:
# - README.md#15-rules-of-your-own
_ruled(notice) if not notice.own

_ruled(_) if is_object(data.candor.own.deny)

# METADATA
# title: Parts
# description: How many values a value holds, itself among them.
# related_resources:
# - README.md#13-what-a-policy-must-not-have-lost
_parts(value) := count([true | walk(value)])
