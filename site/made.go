package site

import (
	"os"
	"slices"
	"strings"

	"github.com/candor-privacy/candor/notices"
)

// mostMade is how many notices that were asked for are kept, besides those that are open.
const mostMade = 8

// file gives a file of a view, made when it is asked for.
func (p *Preview) file(v view, path string) ([]byte, bool) {
	if data, ok := v.newer[path]; ok {
		return data, true
	}
	if data, ok := v.files[path]; ok {
		return data, true
	}
	if _, ok := v.later[path]; !ok {
		return nil, false
	}
	id, _, _ := strings.Cut(path, "/")
	data, ok := p.again(v, id).files[path]
	return data, ok
}

// said gives a notice of a view, nil for none, and the view with all that was said of it.
func (p *Preview) said(v view, id string) (view, *notices.Notice) {
	if v.set == nil {
		return v, nil
	}
	if n := v.set.Notice(id); n == nil || v.later == nil {
		return v, n
	}
	set := *p.again(v, id).set
	set.Digest = v.set.Digest
	v.set = &set
	return v, set.Notice(id)
}

// again makes the files of a notice from the workspace as the view shows it.
func (p *Preview) again(v view, id string) *made {
	if m := p.remembered(v, id); m != nil {
		return m
	}
	p.gate.Lock()
	defer p.gate.Unlock()
	if m := p.remembered(v, id); m != nil { // made while we waited
		return m
	}
	none := &made{set: &notices.Set{}}
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return none
	}
	defer root.Close()
	o := p.options
	o.Only = id
	m, _ := p.builder().notice(was{p.mirror, root.FS()}, o)
	p.remember(m)
	return m
}

// remember keeps what was made last.
func (p *Preview) remember(m *made) {
	p.makes.Lock()
	defer p.makes.Unlock()
	p.lately = slices.DeleteFunc(p.lately, func(old *made) bool { return old.id == m.id })
	p.lately = slices.Insert(p.lately[:min(len(p.lately), mostMade+mostOpen-1)], 0, m)
}

// remembered gives what was made of a notice, nil unless it is what the view shows.
func (p *Preview) remembered(v view, id string) *made {
	p.makes.Lock()
	defer p.makes.Unlock()
	i := slices.IndexFunc(p.lately, func(m *made) bool { return m.id == id && m.is(v) })
	if i < 0 {
		return nil
	}
	m := p.lately[i]
	p.lately = slices.Insert(slices.Delete(p.lately, i, i+1), 0, m)
	return m
}

// is reports whether the files are those of a view.
func (m *made) is(v view) bool {
	for path, sum := range m.sums {
		if name, ok := v.version(path); !ok || name != nameOf(sum) {
			return false
		}
	}
	return len(m.sums) > 0
}
