package inventory

func (l *loader) check(d *draft) {}
