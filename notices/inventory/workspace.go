package inventory

// Workspace is what candor.toml says, or its defaults where the file or a key is
// missing. Paths are slash-separated and relative to the workspace.
type Workspace struct {
	Title    string // of the site's index
	Notices  string // folder of the notices
	Policies string // folder of the organisation's own Rego, "" for none
	Themes   string // folder of theme overrides, "" for none
	Theme    string // name of the theme in use
	BaseURL  string // where the site will stand, "" while unknown; for canonical links and the sitemap
	Banner   string // shown on every page of the site, "" for none
}
