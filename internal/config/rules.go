package config

import (
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// ruleNames are the full names of the rules, and their short ids after them.
func ruleNames() (names []string) {
	var ids []string
	for _, r := range rules.All() {
		names, ids = append(names, string(r.Name)), append(ids, r.ID())
	}
	return append(names, ids...)
}

// rulesOf are the rules of an analyzer.
func rulesOf(analyzer string) (names []string) {
	for _, r := range rules.All() {
		if r.Analyzer() == analyzer {
			names = append(names, string(r.Name))
		}
	}
	return names
}

// NearestRule is the rule whose name looks most like a misspelt one, or "".
func NearestRule(name string) finding.Rule {
	rule, _ := rules.Lookup(Nearest(name, ruleNames()))
	return rule
}

// Nearest returns the candidate that differs least from word, or "" where none
// is near enough to be what was meant.
func Nearest(word string, candidates []string) string {
	limit := 1 + len(word)/5
	best := ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d <= limit && c != word {
			best, limit = c, d-1
		}
	}
	if best == "" && len(word) >= 4 { // shorter ones begin too much
		best = completed(word, candidates)
	}
	return best
}

// completed is the only candidate that a word begins, or "".
func completed(word string, candidates []string) (whole string) {
	for _, c := range candidates {
		switch {
		case len(c) == len(word) || !strings.HasPrefix(strings.ToLower(c), strings.ToLower(word)):
		case whole != "":
			return ""
		default:
			whole = c
		}
	}
	return whole
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b (optimal string alignment).
func distance(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = slices.Min([]int{row[j] + 1, next[j-1] + 1, row[j-1] + cost})
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
