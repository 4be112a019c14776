// This file lists the rules of this analyzer. A rule is added by a file that judges, a page in
// internal/rules, and a line here.

package unclosed

import (
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// A judgement is how a rule comes to its findings, by whichever of the three functions
// it has. What else there is to know of the rule is said on its page, in internal/rules.
type judgement struct {
	rule finding.Rule

	// acquisition judges what a call acquires, and says nothing by nil. Of one call the
	// first rule that has something to say speaks alone.
	acquisition func(*acquisition) *unit.Issue
	leaks       bool // what acquisition reports is leaked

	function func(*checker, *obligation.Func) []unit.Issue // judges a function
	whole    func(*checker) []unit.Issue                   // judges the package
}

// judgements are the rules of this analyzer, in the order in which they are asked.
var judgements = []judgement{
	{rule: "unclosed/discarded", acquisition: discarded, leaks: true},
	{rule: "unclosed/leak", acquisition: leak, leaks: true},
	{rule: "unclosed/undeferred", acquisition: undeferred},
	{rule: "unclosed/defer-in-loop", acquisition: deferInLoop},
	{rule: "unclosed/defer-before-check", acquisition: deferBeforeCheck, function: uncheckedDefers},
	{rule: "unclosed/unreleased-field", whole: unreleasedFields},
	{rule: "unclosed/lost-error", acquisition: lostError},
}

// Judged lists the rules that have a judgement here.
func Judged() (list []finding.Rule) {
	for _, j := range judgements {
		list = append(list, j.rule)
	}
	return list
}
