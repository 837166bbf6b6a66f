package tables

// takeBack is the ruling when an issue that is read strictly sets a closing clause
// above all the permits that are open.
func (r *run) takeBack() bool {
	return r.disputed() && (r.closeOnly(r.takesBack) || r.closeClauses(r.takesBack))
}

// disputed reports whether some issue may take back an open permit.
func (r *run) disputed() bool {
	for i := range r.results {
		if x := &r.results[i]; x.state == open && len(x.statement.rare.disputed) > 0 {
			return true
		}
	}
	return false
}

// takesBack reports whether some issue read strictly stands between a clause and
// every open permit. A permit takes nothing back from itself.
func (r *run) takesBack(clause *statement) bool {
	for i := range r.results {
		x := &r.results[i]
		if x.state == open && x.statement == clause {
			return false
		}
	}
	for i := range r.results {
		x := &r.results[i]
		if x.state != open {
			continue
		}
		for id := range x.statement.rare.disputed.all {
			if between := r.notice.issues[id].between; between.has(symbol(clause.rank)) && r.allOpenIn(between) {
				return true
			}
		}
	}
	return false
}

// allOpenIn reports whether an issue names every open permit.
func (r *run) allOpenIn(between set) bool {
	for i := range r.results {
		if x := &r.results[i]; x.state == open && !between.has(symbol(x.statement.rank)) {
			return false
		}
	}
	return true
}

// touch notes the issues that touch the combination: by their selectors, by
// something it has, or by a statement among the reasons.
func (r *run) touch(touched span) {
	n := r.notice
	for i := touched.from; i < touched.to; i++ {
		if t := &n.touching[n.touched.entries.at(i)]; !t.asks || r.all(n.issues[t.issue].tests) == met {
			r.said.issues.add(t.issue)
		}
	}
	for i := range r.said.reasons {
		if s := r.said.reasons[i].statement; s != nil && len(s.issues) > 0 {
			r.said.issues.join(s.issues)
		}
	}
}
