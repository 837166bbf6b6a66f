package themes

import (
	"slices"
	"sync"

	"github.com/candor-privacy/candor/notices"
	"github.com/candor-privacy/candor/notices/finding"
	"github.com/candor-privacy/candor/notices/workers"
)

// Memory keeps what a Render made, so that the next makes again only what has
// changed: the files of a notice that is the same, by its pointer, are the same
// bytes, in the same place of memory. The zero value remembers nothing. A Memory is
// for one Render at a time.
type Memory struct {
	theme   *Theme
	head    Site // without its notices and digest
	notices map[*notices.Notice]rendered
	common  rendered
	digest  string

	mu   sync.Mutex
	runs []*run // one a worker
	busy int    // of them
	late *late  // of this Render
}

type rendered struct {
	files []File
	found []finding.Finding
}

// Render is [Theme.Render] with a memory.
func (m *Memory) Render(t *Theme, s Site) ([]File, []finding.Finding) {
	ours := slices.DeleteFunc(slices.Clone(s.Notices), func(n *notices.Notice) bool { return !s.Part.Holds(n.ID) })
	head := Site{Title: s.Title, Banner: s.Banner, BaseURL: s.BaseURL}
	if m.theme != t || !m.head.same(head) {
		m.theme, m.head, m.notices, m.common, m.runs = t, head, nil, rendered{}, nil
	}
	m.busy, m.late = 0, &late{}
	all := m.pages(s, ours)
	if !s.Part.First() {
		m.common = rendered{}
	} else if m.common.files == nil || m.digest != s.Digest { // it is of all that the notices say
		m.busy = 0
		files, found := m.take().common(s)
		m.common, m.digest = rendered{files, found}, s.Digest
	}
	var files []File
	var out []finding.Finding
	for _, r := range append(all, m.common) {
		files, out = append(files, r.files...), append(out, r.found...)
	}
	slices.SortFunc(files, byPath)
	finding.Sort(out)
	if m.late.some() { // which may have been the machine: the next tries again
		m.theme = nil
	}
	return files, out
}

func (s Site) same(o Site) bool {
	return s.Title == o.Title && s.Banner == o.Banner && s.BaseURL == o.BaseURL
}

// pages makes the files of every notice, side by side.
func (m *Memory) pages(s Site, ours []*notices.Notice) []rendered {
	all := make([]rendered, len(ours))
	workers.EachOf(len(ours), func() func(int) {
		var r *run // once there is something to do
		return func(i int) {
			old, ok := m.notices[ours[i]]
			if ok {
				all[i] = old
				return
			}
			if r == nil {
				r = m.take()
			}
			all[i].files, all[i].found = r.notice(s, ours[i])
		}
	})
	m.notices = make(map[*notices.Notice]rendered, len(all))
	for i, n := range ours {
		m.notices[n] = all[i]
	}
	return all
}

// take gives a run that nobody else has in this Render.
func (m *Memory) take() *run {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.busy == len(m.runs) {
		m.runs = append(m.runs, m.theme.newRun())
	}
	m.busy++
	r := m.runs[m.busy-1]
	r.late = m.late
	return r
}
