package main

import (
	"fmt"
	"slices"
)

// judged are the verdicts on one repository, at its revision.
type judged map[place][]verdict

func judgedOf(verdicts []verdict, r repository) judged {
	j := judged{}
	for _, v := range verdicts {
		if v.source == r.source && v.revision == r.revision {
			j[v.place] = append(j[v.place], v)
		}
	}
	return j
}

// of is the verdict on a finding, if there is one.
func (j judged) of(p place, a answer) (verdict, bool) {
	for _, v := range j[p] {
		if v.about(a) {
			return v, true
		}
	}
	return verdict{}, false
}

// about reports whether a verdict is on an answer. The class is part of what is judged
// of raw-go alone: other findings merely carry one.
func (v verdict) about(a answer) bool {
	return v.finding == a || a.kind == "finding" && a.what == v.finding.what && a.what != rawGo
}

const rawGo = "untracked/raw-go"

// A line is one difference, as it is printed.
type line struct {
	text  string
	worse bool // somebody has judged, and tether now says otherwise
}

// explain says what a change means by what is known of the place.
//
// A rule that is off in one of the snapshots gives no findings to compare; the
// classes and the fates beside them are compared all the same.
func (j judged) explain(c change) []line {
	var lines []line
	for _, a := range c.dropped {
		l := line{text: fmt.Sprintf("- %s: %s", c.place, a)}
		if v, ok := j.of(c.place, a); ok {
			l.text += fmt.Sprintf("  [%s: %s]", v.verdict, v.why)
			l.worse = v.verdict == right || v.verdict == missed
		}
		lines = append(lines, l)
	}
	for _, a := range c.added {
		l := line{text: fmt.Sprintf("+ %s: %s", c.place, a)}
		if v, ok := j.of(c.place, a); ok {
			l.text += fmt.Sprintf("  [%s: %s]", v.verdict, v.why)
			l.worse = v.verdict == wrong
		} else if a.kind == "finding" {
			l.text += "  [not judged]"
		}
		lines = append(lines, l)
	}
	return lines
}

// A tally counts what is known of the findings that a snapshot holds.
type tally struct {
	right, technically, wrong, unjudged int
	missed                              int // judged a defect, and not reported
}

// add counts one verdict.
func (t *tally) add(j judgement) {
	switch j {
	case right:
		t.right++
	case technically:
		t.technically++
	case wrong:
		t.wrong++
	case missed:
		t.missed++
	}
}

func (t *tally) plus(u tally) {
	t.right += u.right
	t.technically += u.technically
	t.wrong += u.wrong
	t.unjudged += u.unjudged
	t.missed += u.missed
}

// judgedCount is how many of the findings somebody has looked at.
func (t tally) judgedCount() int { return t.right + t.technically + t.wrong }

// count tallies a snapshot by rule. A launch that is judged under another class than
// the one that it has now is not judged.
func (j judged) count(s snapshot) map[string]tally {
	rules := map[string]tally{}
	for p, answers := range s {
		for _, a := range answers {
			if a.kind != "finding" {
				continue
			}
			t := rules[a.what]
			v, ok := j.of(p, a)
			switch {
			case !ok:
				t.unjudged++
			case v.verdict == missed: // and found since
				t.add(right)
			default:
				t.add(v.verdict)
			}
			rules[a.what] = t
		}
	}
	for p, verdicts := range j {
		for _, v := range verdicts {
			if (v.verdict == missed || v.verdict == right) && !slices.ContainsFunc(s[p], v.about) {
				t := rules[v.finding.what]
				t.missed++
				rules[v.finding.what] = t
			}
		}
	}
	return rules
}
