package inventory

import "strings"

// meanings says what each word of a closed list stands for, for editors and the
// language reference. A list is known by its words.
var meanings = map[string]map[string]string{
	listKey(Actions): {
		"collect": "get data from a person, a device or someone else", "use": "work with data for a purpose", "store": "hold data", "retain": "go on holding data after its purpose",
		"access": "let staff or others see data", "display": "show data on a page or a screen", "send": "send messages", "share": "give data to a recipient",
		"transfer": "move data to another country", "feature": "offer a feature that rests on data", "decide": "decide about a person", "delete": "delete data", "respond": "answer a request or an event",
	},
	listKey(GateKinds): {
		"consent": "someone has agreed", "authority": "someone entitled to has told us to", "opt-out": "open until someone opts out", "objection": "open until someone objects", "fact": "something is the case",
	},
	listKey(Forms): {
		"identified": "with the name or another direct identifier", "hashed": "as a hash", "pseudonymous": "under a code that can be traced back", "de-identified": "with identifiers removed",
		"aggregated": "as figures about groups", "anonymous": "so that nobody can trace it back",
	},
	listKey(BasisKinds): {
		"consent": "the person agreed", "contract": "needed for a contract with the person", "legal-obligation": "the law demands it", "vital-interests": "needed to protect a life",
		"public-task": "needed for a task in the public interest", "legitimate-interests": "interests that outweigh the person’s",
		"recognised-legitimate-interests": "an interest that the United Kingdom’s law names itself", "authorised-by-law": "a statute allows it",
	},
	listKey(RecipientKinds): {
		"processor": "works with data on our behalf", "controller": "decides for itself", "joint-controller": "decides together with us", "affiliate": "belongs to the same group",
		"partner": "works with us", "staff": "our own people", "users": "other users of the service", "public": "anyone", "authority": "courts, police, regulators",
		"adviser": "lawyers, auditors, insurers", "acquirer": "who buys the business", "other": "anyone else",
	},
	listKey(Roles): {
		"controller": "decides why and how data is processed", "joint-controller": "decides together with another", "processor": "acts on a controller’s behalf", "operator": "operator of a site or service under United States law",
		"contractor": "contractor of a school or an agency", "school": "a school or district", "service-provider": "service provider under Californian law", "business": "business under Californian law", "third-party-contractor": "third-party contractor under New York law",
	},
	listKey(SourceKinds): {
		"person": "the person gives it", "automatic": "devices send it", "third-party": "someone else gives it", "public": "public sources", "customer": "the body that bought the service gives it", "derived": "worked out from other data",
	},
	listKey(ListKinds): {
		"closed": "complete: nothing else belongs to it", "illustrative": "examples: “such as”", "open": "can grow: “including but not limited to”",
	},
	listKey(Endings): {
		"delete": "it is deleted", "anonymise": "it is made anonymous", "aggregate": "it is kept as figures only", "return": "it is given back", "review": "someone looks whether it is still needed",
	},
	listKey(Sections): {
		"introduction": "before everything else", "scope": "whom and what the notice covers", "collection": "what is collected and where from", "use": "what it is used for", "basis": "on what legal basis",
		"cookies": "cookies and similar technologies", "choices": "what people can choose", "sharing": "who gets it", "transfers": "other countries", "retention": "how long it is kept", "children": "children",
		"rights": "rights of the person", "complaints": "how to complain", "security": "how it is protected", "changes": "changes to the notice", "contact": "how to reach us",
	},
	listKey(IssueKinds): {
		"conflict": "two clauses contradict each other", "gap": "something is left open", "duplicate": "the same is said twice", "dangling": "something is named that is not there",
		"masked": "an address is partly hidden", "unclear": "a clause can be read in two ways", "damage": "the text is damaged",
	},
	listKey(Runtimes): {
		"stricter": "a decision follows the stricter reading", "as-written": "a decision follows the words as they stand", "none": "a decision pays no attention to it",
	},
	listKey(Classes): {
		"special": "special category (GDPR Art. 9)", "criminal": "criminal convictions and offences (GDPR Art. 10)", "sensitive": "sensitive under another law", "child": "data of children",
		"student": "data of students", "student-record": "records a school keeps of a student", "student-content": "what students make themselves", "directory": "directory information of students",
		"educator": "reviews of teachers and principals",
	},
	listKey(PurposeKinds): {
		"service": "give what was asked for or contracted", "operations": "run, secure and support the service", "improvement": "develop or improve products", "marketing": "marketing, and advertising that is not chosen for the person",
		"advertising": "advertising chosen for the person", "profiling": "make a profile of the person", "sale": "sell or rent data, or trade it for something of value", "research": "research and statistics",
		"employment": "employment and recruitment", "legal": "meet the law, claims and safety", "other": "none of these",
	},
	listKey(Strengths): {
		"implied": "from what someone does", "deemed": "the law or a contract takes it as given", "opt-in": "by an active choice", "explicit": "in express words", "written": "in writing", "signed": "with a signature", "verified": "checked to come from the right person",
	},
	listKey(Signals): {"gpc": "Global Privacy Control, the header Sec-GPC"},
	listKey(ContactUses): {
		"privacy": "questions about the notice", "rights": "requests under a right", "complaints": "complaints to us", "unsubscribe": "stopping messages", "legal": "legal notices", "security": "security reports",
		"children": "children’s data", "regulator": "the supervisory authority", "disputes": "a body that settles disputes", "post": "letters", "support": "help with the service", "representative": "our representative in the EU or UK", "dpo": "the data protection officer",
	},
	"category recipient basis": {
		"category": "only what statements permit for these categories", "recipient": "only what statements permit for these recipients", "basis": "only on the bases named here for these categories and purposes",
	},
	"law":  {"law": "longer where the law requires it"},
	"deny": {"deny": "the missing fact forbids"},
}

func listKey(words []string) string { return strings.Join(words, " ") }

// meaning of a word in the list of a field.
func meaning(values []string, word string) string { return meanings[listKey(values)][word] }
