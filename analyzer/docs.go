package analyzer

import (
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// Rules lists the rules by their full names, in the order of the documentation.
func Rules() []string {
	var names []string
	for _, r := range rules.All() {
		names = append(names, string(r.Name))
	}
	return names
}

// Doc returns the documentation of a rule as Markdown; "" for an unknown rule. The rule
// is named in full, as "unclosed/leak".
func Doc(rule string) string { return rules.Of(finding.Rule(rule)).Doc }
