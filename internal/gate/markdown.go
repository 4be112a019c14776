package gate

import (
	"fmt"
	"io"
	"strings"

	"github.com/tetherlint/tether/internal/printable"
)

// writeMarkdown writes for a pull request or a job's summary.
func writeMarkdown(w io.Writer, r *Report) error {
	escape := strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "\n", " ")
	var b strings.Builder
	fmt.Fprintf(&b, "# tether: %s\n", r.heading())
	if why := r.incomplete(); why != "" {
		fmt.Fprintf(&b, "\n%s\n", why)
	}
	for _, t := range r.tables() {
		if len(t.rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n| %s |\n|", t.title, strings.Join(t.head, " | "))
		for i := range t.head {
			if i < t.right {
				b.WriteString(" ---: |")
			} else {
				b.WriteString(" --- |")
			}
		}
		b.WriteByte('\n')
		for _, row := range t.rows {
			b.WriteByte('|')
			for _, cell := range row {
				fmt.Fprintf(&b, " %s |", escape.Replace(printable.Line(cell)))
			}
			b.WriteByte('\n')
		}
	}
	for _, n := range r.notes() {
		fmt.Fprintf(&b, "\n%s\n", escape.Replace(printable.Line(n)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
