package cli

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/report"
)

// isTerminal reports whether someone watches what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := printable.Unwrap(w).(*os.File)
	if !ok {
		return false
	}
	_, ok = terminalWidth(f)
	return ok
}

// The widths in which text is laid out: lines that are longer are hard to read,
// and shorter ones leave no room for a name.
const (
	usualWidth = 80
	leastWidth = 40
	mostWidth  = 120
)

// width is how many columns there are to write in: those of the terminal, or
// what COLUMNS says.
func (env *Env) width() int {
	if n, err := strconv.Atoi(env.Getenv("COLUMNS")); err == nil && n > 0 {
		return min(max(n, leastWidth), mostWidth)
	}
	if f, ok := printable.Unwrap(env.Stdout).(*os.File); ok {
		if n, ok := terminalWidth(f); ok && n > 0 {
			return min(max(n, leastWidth), mostWidth)
		}
	}
	return usualWidth
}

// watched reports whether somebody watches what a command writes.
func (f *outFlags) watched(env *Env) bool {
	return (f.output == "" || f.output == "-") && isTerminal(env.Stdout)
}

// folded lays lines out for a terminal: what is too long goes on in the next line, indented
// by two more.
func folded(text []byte, width int) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		rest := string(bytes.TrimRight(line, "\n"))
		indent := rest[:len(rest)-len(strings.TrimLeft(rest, " "))]
		if layout.Cells(rest) <= width {
			out.Write(line)
			continue
		}
		more := indent + "  "
		for part := range layout.Wrap(rest, width-len(more)) {
			out.WriteString(indent + part + "\n")
			indent = more
		}
	}
	return out.Bytes()
}

// terminal is the terminal that text is laid out for, or nil.
func (f *outFlags) terminal(env *Env) *report.Terminal {
	if !f.watched(env) {
		return nil
	}
	return &report.Terminal{Width: env.width(), Links: f.useColor(env) && env.Getenv("TERM") != "dumb"}
}
