// Package page makes pages of HTML that stand alone: one file, with nothing to fetch,
// that reads whole without script and better with it.
//
// A [Frame] is what all pages have: head, style, script, the verdict at the top,
// navigation, the footer. [Frame.Write] puts a body into it, which a template of
// the caller builds from the blocks that assets/page.css names: .cards, .bar,
// table.sortable, details.item with its data attributes, which the script filters.
// [Write] is the page of "tether report": a [Report] in that frame.
//
// What is shown was written by others, and much of it is hostile: names, comments,
// source. All of it goes through html/template or [escape], and what would reverse
// the text is shown as an escape. A policy in the page's head forbids whatever
// slips through: script and style other than those that are known by their hash,
// and every request.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/tetherlint/tether/internal/printable"
)

//go:embed assets
var assets embed.FS

// A Frame is the outside of a page.
type Frame struct {
	Title    string // of the window, too
	Kind     string // what the page is, as "tether report"
	Verdict  string // PASS, CONDITIONAL PASS, FAIL, or "" where there is none
	Sentence string // what the verdict means here
	Facts    []Fact // small print below the title: when, of what, by which tether
	Sections []Section
	Foot     string
}

// A Fact is a word about the whole.
type Fact struct{ Name, Value string }

// A Section is a part of the body that the navigation leads to.
type Section struct{ ID, Name string }

// Now is the date of a page: SOURCE_DATE_EPOCH stands for it, where it is set.
func Now(getenv func(string) string) time.Time {
	if at, ok := epoch(getenv("SOURCE_DATE_EPOCH")); ok {
		return at
	}
	return time.Now().UTC()
}

// Write writes the page: the frame around what the template makes of data.
func (f Frame) Write(w io.Writer, body *template.Template, data any) error {
	var inner bytes.Buffer
	if err := body.Execute(&inner, data); err != nil {
		return err
	}
	style, script := asset("page.css"), scripts()
	var whole strings.Builder
	err := frame().Execute(&whole, struct {
		Frame
		Policy string
		Style  template.CSS
		Script template.JS
		Body   template.HTML
	}{f, policy(style, script), template.CSS(style), template.JS(script), template.HTML(inner.String())})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, printable.Text(whole.String()))
	return err
}

// Templates are read when a page is written: go vet starts the program for each package.
var frame = sync.OnceValue(func() *template.Template { return parse("frame.html") })

// parse reads a template of the assets, with the functions that all of them have.
func parse(name string) *template.Template {
	return template.Must(template.New(name).Funcs(Funcs()).ParseFS(assets, "assets/"+name))
}

// Funcs are the functions that templates of a page's body have.
func Funcs() template.FuncMap {
	return template.FuncMap{
		"plural": plural,
		"bar":    bar,
		"short":  short,
		"lower":  strings.ToLower,
		"add":    func(a, b int) int { return a + b },
		"id":     slug,
	}
}

// asset reads an embedded file, whose absence is a fault of the build.
func asset(name string) string {
	src, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(src))
}

// scripts are the parts of the script, as one.
func scripts() string {
	var b strings.Builder
	b.WriteString("\"use strict\";(()=>{\n")
	for _, name := range []string{"theme.js", "list.js", "filter.js", "sort.js", "map.js"} {
		b.WriteString(asset(name))
		b.WriteByte('\n')
	}
	b.WriteString("})();")
	return b.String()
}

// policy lets a page have this style and this script, and nothing else.
func policy(style, script string) string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script) + "; base-uri 'none'; form-action 'none'"
}
