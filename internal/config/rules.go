package config

import (
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

// A RuleInfo is a rule that a config, a directive or the command line may name.
type RuleInfo struct {
	Rule  finding.Rule
	Title string // what it reports, in a few words
}

// Rules lists the rules in the order in which they are documented.
func Rules() []RuleInfo {
	return []RuleInfo{
		{finding.RawGo, "a go statement that bypasses the approved helpers"},
		{finding.HiddenLaunch, "a call into a dependency that leaves a goroutine behind which nothing can end"},
		{finding.DroppedHandle, "a launch whose only handle, or whose refusal, is dropped"},
		{finding.Stuck, "a goroutine that waits for ever on a channel that nobody else has"},
		{finding.Unwaited, "a group that is launched into and on some path never waited for"},
		{finding.Discarded, "a resource that is dropped by the call that opens it"},
		{finding.Leak, "a resource that some path neither releases nor hands over"},
		{finding.Undeferred, "a resource that is released on every path, but never by defer"},
		{finding.DeferInLoop, "a deferred release that piles up in a loop"},
		{finding.DeferBeforeCheck, "a release that is deferred before the error is checked"},
		{finding.UnreleasedField, "a release method that does not release what its type has opened"},
		{finding.BadAllow, "a tether:allow directive without a reason, or for an unknown rule"},
		{finding.UnusedAllow, "a tether:allow directive that suppresses nothing"},
	}
}

// LookupRule finds a rule by its full name or its short id.
func LookupRule(name string) (finding.Rule, bool) {
	for _, r := range Rules() {
		_, id, _ := strings.Cut(string(r.Rule), "/")
		if name == string(r.Rule) || name == id {
			return r.Rule, true
		}
	}
	return "", false
}

// ruleNames are the full names of the rules, and their short ids after them.
func ruleNames() (names []string) {
	var ids []string
	for _, r := range Rules() {
		_, id, _ := strings.Cut(string(r.Rule), "/")
		names, ids = append(names, string(r.Rule)), append(ids, id)
	}
	return append(names, ids...)
}

// rulesOf are the rules of an analyzer.
func rulesOf(analyzer string) (names []string) {
	for _, r := range Rules() {
		if strings.HasPrefix(string(r.Rule), analyzer+"/") {
			names = append(names, string(r.Rule))
		}
	}
	return names
}

// NearestRule is the rule whose name looks most like a misspelt one, or "".
func NearestRule(name string) finding.Rule {
	rule, _ := LookupRule(Nearest(name, ruleNames()))
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
	return best
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
