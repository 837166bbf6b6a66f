package themes

import "testing"

func TestDatesFollowTheLanguage(t *testing.T) {
	theme, found := Load(nil, "")
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, c := range []struct{ language, iso, want string }{
		{"en", "2018-11-01", "1 November 2018"},
		{"en-GB", "2018-11-01", "1 November 2018"},
		{"en-US", "2018-11-01", "November 1, 2018"},
		{"en-US", "2024-01", "January 2024"},
		{"en", "2013", "2013"},
	} {
		r := run{theme: theme}
		r.use(c.language)
		if got := r.words.date(c.iso); got != c.want {
			t.Errorf("%s in %s: got %q, want %q", c.iso, c.language, got, c.want)
		}
	}
}
