package page

import (
	"fmt"
	"html/template"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

// escape makes a line of text fit for HTML: what commands a browser or turns text
// around is shown as what it is.
func escape(s string) string { return template.HTMLEscapeString(printable.Line(s)) }

// cutTo cuts a text to about so many characters.
func cutTo(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// number is a coordinate in as few characters as will do.
func number(x float64) string { return strconv.FormatFloat(float64(int(x*10+0.5))/10, 'g', -1, 64) }

var unfit = regexp.MustCompile(`[^a-zA-Z0-9]+`)

// slug is a name as an id may have it.
func slug(name string) string { return strings.Trim(unfit.ReplaceAllString(name, "-"), "-") }

// epoch reads a number of seconds since 1970.
func epoch(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	return time.Unix(n, 0).UTC(), true
}

// A Part is one stretch of a bar.
type Part struct {
	Class string // of CSS: p-tracked, p-leaked
	Name  string
	N     int
}

// bar draws parts of a whole as stretches of a line. The words stand beside it.
func bar(parts []Part) template.HTML {
	total := 0
	for _, p := range parts {
		total += p.N
	}
	if total == 0 {
		return `<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"></svg>`
	}
	var b strings.Builder
	b.WriteString(`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">`)
	at := 0.0
	for _, p := range parts {
		if p.N == 0 {
			continue
		}
		width := float64(p.N) * 100 / float64(total)
		fmt.Fprintf(&b, `<rect class="%s" x="%s" width="%s" height="1"/>`, p.Class, number(at), number(width))
		at += width
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// short names rules without their analyzers, or all of them.
func short(rules []finding.Rule) string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = path.Base(string(r))
	}
	switch n := len(names); {
	case n == 0:
		return "none"
	case n > 7:
		return "all"
	}
	return strings.Join(names, ", ")
}

var directories = regexp.MustCompile(`[\w.~-]+/`)

// local names a function as its callers do: (*run.Group).Add for one of
// github.com/oklog/run.
func local(name string) string { return directories.ReplaceAllString(name, "") }
