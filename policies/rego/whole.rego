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
#   notice. Whatever is deleted from them, be it the number itself, leaves this false.
# scope: document
# related_resources:
# - README.md#13-what-a-policy-must-not-have-lost
default policy := false

policy if {
	_parts(data.candor.data) == data.candor.data.bundle.parts
	every notice in data.candor_notices {
		_parts(notice) == notice.parts
	}
}

# METADATA
# title: Parts
# description: How many values a value holds, itself among them.
# related_resources:
# - README.md#13-what-a-policy-must-not-have-lost
_parts(value) := count([true | walk(value)])
