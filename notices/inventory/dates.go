package inventory

import (
	"fmt"

	"github.com/candor-privacy/candor/notices/finding"
)

// reviewMonths is how long a review of an entry holds.
const reviewMonths = 12

// dates reports dates in an impossible order and, on a given day, reviews that
// are overdue and notices that are not yet in force.
func (c *checking) dates() {
	if n := c.One(KindNotice); n != nil && !n.Inherited {
		c.order(n, "updated", "effective", "the notice was last changed on %s, more than a year before it took effect on %s")
		c.order(n, "updated", "as-of", "the notice was last changed on %s, before the state of %s that it describes")
		c.upcoming(n)
	}
	for _, e := range c.Of(KindDocument) {
		c.contract(e)
	}
	if c.today.IsZero() {
		return
	}
	for _, e := range c.Entries {
		c.review(e)
	}
}

// contract reports a contract that ends before it begins or has ended, and days of what
// is none.
func (c *checking) contract(e *Entry) {
	for _, key := range []string{"number", "made", "begins", "ends"} {
		if e.Has(key) && !says(e, "with") && !c.accepted("idle-key", e) {
			c.find("idle-key", e.Value(key).Key(), fmt.Sprintf("%q has no effect on a document that is no contract", key), `name the other party, with = "…"`)
		}
	}
	begins, ends := e.Value("begins"), e.Value("ends")
	switch {
	case ends.Date().Before(begins.Date()) && !c.accepted("date-order", e):
		c.find("date-order", ends.Place, fmt.Sprintf("the contract ends on %s, before it begins on %s", ends.Date(), begins.Date()), "check both dates", finding.Related{Place: begins.Place, Message: "begins is here"})
	case ends.Date().Before(c.today) && !c.accepted("contract-ended", e):
		c.find("contract-ended", ends.Place, fmt.Sprintf("the contract ended on %s", ends.Date()), "write the day to which it was renewed, or take out what it alone promised; if it is to stand, say so in an issue that accepts contract-ended")
	}
}

// ahead is how many months before it takes effect a notice may have been written.
const ahead = 12

// order reports a first date that lies before a second, unless a change is merely
// announced ahead of its day.
func (c *checking) order(n *Entry, first, second, message string) {
	a, b := n.Value(first), n.Value(second)
	if !a.Date().Before(b.Date()) || second == "effective" && !a.Date().lastDay().AddMonths(ahead).Before(b.Date()) || c.accepted("date-order", n) {
		return
	}
	c.find("date-order", a.Place, fmt.Sprintf(message, a.Date(), b.Date()), "check both dates; if both are right, say so in an issue that accepts date-order", finding.Related{Place: b.Place, Message: second + " is here"})
}

func (c *checking) upcoming(n *Entry) {
	if v := n.Value("effective"); c.today.Before(v.Date()) {
		c.find("not-yet-effective", v.Place, fmt.Sprintf("the notice takes effect on %s, which is still to come", v.Date()), "publish it when the day comes, or say on the page which notice holds until then")
	}
}

func (c *checking) review(e *Entry) {
	v := e.Value("internal")
	if v.Internal().Reviewed.IsZero() || c.accepted("review-overdue", e) {
		return
	}
	due := v.Internal().Reviewed.lastDay().AddMonths(reviewMonths)
	if due.Before(c.today) {
		c.find("review-overdue", v.Place, fmt.Sprintf("%s was last reviewed on %s, more than %d months ago", title(e), v.Internal().Reviewed, reviewMonths), "look at it again and write the day of the new review")
	}
}

// lastDay gives the last day a date can mean.
func (d Date) lastDay() Date {
	if d.Precision == Year {
		d.M = 12
	}
	if d.Precision < Day {
		d.D = daysIn(d.Y, d.M)
	}
	d.Precision = Day
	return d
}
