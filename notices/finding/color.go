package finding

const (
	bold = "\x1b[1m"
	blue = "\x1b[1;34m"
)

var colors = map[Severity]string{Error: "\x1b[1;31m", Warning: "\x1b[1;33m", Note: "\x1b[1;36m"}

func paint(o TextOptions, color, s string) string {
	if !o.Color || s == "" {
		return s
	}
	return color + s + "\x1b[0m"
}
