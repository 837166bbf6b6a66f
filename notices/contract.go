package notices

import (
	"strconv"
	"strings"

	"github.com/candor-privacy/candor/notices/inventory"
	"github.com/candor-privacy/candor/notices/words"
)

// contract adds what makes a document a contract, with its sentence.
func (r *resolver) contract(e *inventory.Entry, d *Document) {
	if d.With = e.Text("with"); d.With == "" {
		return
	}
	d.Addendum, d.Number = e.Addendum, e.Text("number")
	d.Made, d.Begins, d.Ends = e.Value("made").Date(), e.Value("begins").Date(), e.Value("ends").Date()
	d.Endless = e.Has("ends") && d.Ends.IsZero()
	w := r.words.Contract
	term := w.Term
	if d.Endless {
		term = w.Endless
	}
	with := w.With.Fill(words.Slots{"with": d.With, "number": d.Number, "made": r.on(d.Made)})
	runs := term.Fill(words.Slots{
		"begins": r.on(d.Begins), "ends": r.on(d.Ends), "from": r.date(d.Begins), "to": r.date(d.Ends),
		"length": r.count(d.length(), r.words.Units),
	})
	d.Sentence = strings.TrimSpace(with + " " + runs)
}

// length is how long a contract runs where that is a number of whole months, its first
// and its last day counted.
func (d *Document) length() inventory.Period {
	if d.Begins.Precision != inventory.Day || d.Ends.Precision != inventory.Day {
		return inventory.Period{}
	}
	after := d.Ends.AddDays(1)
	months := (after.Y-d.Begins.Y)*12 + after.M - d.Begins.M
	if months < 1 || after.D != d.Begins.D {
		return inventory.Period{}
	}
	return inventory.Period{Years: months / 12, Months: months % 12}
}

// date words a date as precisely as it is known, "" for none.
func (r *resolver) date(d inventory.Date) string {
	switch d.Precision {
	case inventory.NoDate:
		return ""
	case inventory.Year:
		return strconv.Itoa(d.Y)
	}
	w, month := r.words.Dates, r.words.Dates.Months[d.M-1]
	if d.Precision == inventory.Month {
		return w.Month.Fill(words.Slots{"month": month, "year": strconv.Itoa(d.Y)})
	}
	return w.Day.Fill(words.Slots{"day": strconv.Itoa(d.D), "month": month, "year": strconv.Itoa(d.Y)})
}

// on words when something is: on a day, in a month or a year.
func (r *resolver) on(d inventory.Date) string {
	switch d.Precision {
	case inventory.NoDate:
		return ""
	case inventory.Day:
		return r.words.Dates.On.Fill(words.Slots{"date": r.date(d)})
	}
	return r.words.Dates.In.Fill(words.Slots{"date": r.date(d)})
}
