package rules

import "strings"

// Help is the documentation of an analyzer, as go/analysis wants it: a line, what it is
// about, and its rules.
func Help(analyzer, about string) string {
	var b strings.Builder
	b.WriteString(about + "\n\nIts rules:\n")
	for _, r := range All() {
		if r.Analyzer() == analyzer {
			b.WriteString("\n\t" + r.ID() + ": " + r.Title)
		}
	}
	return b.String() + "\n\nA line with //tether:allow RULE REASON above a finding, or at the end of its line, silences it."
}

// Index is the page that lists the rules.
const Index = "https://github.com/tetherlint/tether/blob/main/docs/rules/README.md"
