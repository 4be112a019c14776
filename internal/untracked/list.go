// This file lists the rules of this analyzer. A rule is added by a file that judges, a page in
// internal/rules, and a line here.

package untracked

import (
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/unit"
)

// A judgement is how a rule comes to its findings: by looking at each launch, at the package
// once all launches have been looked at, or both. What else there is to know of the rule is
// said on its page, in internal/rules.
type judgement struct {
	rule   finding.Rule
	launch func(*checker, *launch.Launch) []unit.Issue // judges a launch, whose class is known
	whole  func(*checker) []unit.Issue                 // judges the package
}

// judgements are the rules of this analyzer, in the order in which they are asked.
var judgements = []judgement{
	{rule: "untracked/dropped-handle", launch: (*checker).dropped},
	{rule: "untracked/raw-go", launch: (*checker).rawGo},
	{rule: "untracked/stuck", launch: (*checker).stuckAt},
	{rule: "untracked/unwaited", launch: (*checker).unwaited, whole: (*checker).passedGroups},
	{rule: "untracked/hidden-launch", whole: (*checker).hidden},
}

// Judged lists the rules that have a judgement here.
func Judged() (list []finding.Rule) {
	for _, j := range judgements {
		list = append(list, j.rule)
	}
	return list
}
