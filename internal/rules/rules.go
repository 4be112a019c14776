// Package rules knows the rules: what each is called, what it reports, of what kind it
// is, which requirement it checks, and its page.
//
// A page is Markdown with a head, ANALYZER/ID.md in this directory. It has all that is
// known of a rule but its judgement: the config, the gate, the formats, the commands
// and the documentation read it from here. The judgement is registered in the list of
// its analyzer; a test holds that each page has one, and each judgement a page.
package rules

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/tetherlint/tether/internal/finding"
)

//go:embed untracked/*.md unclosed/*.md tether/*.md
var pages embed.FS

// A Kind says what a finding of a rule means.
type Kind string

// The kinds of rules.
const (
	Policy Kind = "policy" // what a team has decided against, whether or not it is a bug there
	Claim  Kind = "claim"  // something goes wrong
)

// A Scope says which change can bring a finding about.
type Scope string

// The scopes of rules.
const (
	Line     Scope = "line"     // one of the lines that the finding names
	Function Scope = "function" // any line of its function, as a new return above which something was opened
)

// A Severity is what a finding does to a run.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // fails it
	Warning Severity = "warning" // fails nothing
)

// A Rule is what the head of a page says, and the page.
type Rule struct {
	Name        finding.Rule
	Title       string // what it reports, in a few words
	Kind        Kind
	Requirement string // AC-n, the requirement that it checks; "" for none
	Scope       Scope
	Severity    Severity
	Default     bool     // it is on without a config
	Off         []string // the profiles in which it is off all the same
	Since       string   // the first version that has it
	Options     string   // what in a config concerns this rule alone, as a sentence
	Order       int      // in lists
	Doc         string   // Markdown, below the head
}

// ID is the short name of the rule, as in "raw-go".
func (r *Rule) ID() string { return path.Base(string(r.Name)) }

// Analyzer is the name of the analyzer that reports the rule, as in "untracked"; of
// the rules about tether's own directives it is "tether".
func (r *Rule) Analyzer() string { return path.Dir(string(r.Name)) }

// URL is where the page of a rule is to be read.
func (r *Rule) URL() string { return URL(r.Name) }

// URL is where the page of a rule is to be read, be the rule known or not.
func URL(rule finding.Rule) string {
	return "https://github.com/tetherlint/tether/blob/main/docs/rules/" + path.Base(string(rule)) + ".md"
}

// All lists the rules in the order in which they are documented.
func All() []Rule { return all() }

var all = sync.OnceValue(func() []Rule {
	list, err := read(pages)
	if err != nil { // a test reads them, so that no tether is built with a bad one
		panic(err)
	}
	return list
})

// Lookup finds a rule by its full name or its short id.
func Lookup(name string) (finding.Rule, bool) {
	for _, r := range All() {
		if name == string(r.Name) || name == r.ID() {
			return r.Name, true
		}
	}
	return "", false
}

// Of returns what is known of a rule. Of one that is not known, as in a baseline that a
// later tether wrote, that is its name.
func Of(name finding.Rule) Rule {
	for _, r := range All() {
		if r.Name == name {
			return r
		}
	}
	return Rule{Name: name, Kind: Claim, Scope: Line, Severity: Error, Default: true}
}

// read reads all pages of a file system.
func read(pages fs.FS) ([]Rule, error) {
	files, err := fs.Glob(pages, "*/*.md")
	if err != nil {
		return nil, err
	}
	var list []Rule
	for _, file := range files {
		text, err := fs.ReadFile(pages, file)
		if err != nil {
			return nil, err
		}
		r := Rule{Name: finding.Rule(strings.TrimSuffix(file, ".md"))}
		if err := r.parse(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Rule) int { return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Name, b.Name)) })
	return list, nil
}
