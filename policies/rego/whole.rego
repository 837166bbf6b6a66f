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
#   The policy has as many parts as it was compiled with. Whatever is deleted from it, be
#   it the number itself, leaves this false.
# scope: document
# related_resources:
# - README.md#13-what-a-policy-must-not-have-lost
default policy := false

policy if count([true | walk(data.candor.data)]) == data.candor.data.bundle.parts
