package finding

// Page explains one code at length.
type Page struct {
	Code, Title string
	Severity    Severity
	Why         string
	Wrong       string
	Right       string
}

// Explain returns the page of a code.
func Explain(code string) (Page, bool) { return Page{}, false }
