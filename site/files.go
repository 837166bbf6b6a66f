package site

import "github.com/candor-privacy/candor/themes"

// public gives the files of the site.
func (s *Site) public(p Policy) ([]themes.File, error) {
	return s.Public, nil
}
