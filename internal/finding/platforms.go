package finding

import (
	"reflect"
	"slices"
	"strings"
)

// A Run is what was found on one platform: a system, an architecture and build
// tags. Builds tells which files are part of a build there.
type Run struct {
	Platform string
	Result   *Result
	Builds   func(file string) bool
}

// Across merges the results of several platforms: what is found at one place by
// one rule is one finding, on whichever of them it was seen, and says on which
// unless it was on all.
//
// Two kinds of things must hold wherever the file is built, and not just somewhere:
// that a directive suppresses nothing, and that a fix is safe.
func Across(runs []Run) *Result {
	var all Result
	for _, run := range runs {
		all.exclude(run.Result.Excluded...)
	}
	findings := group(runs, func(r *Result) []Finding { return r.Findings }, compareFindings)
	for _, seen := range findings {
		if f, ok := mergeFinding(runs, seen); ok {
			all.Findings = append(all.Findings, f)
		}
	}
	launches := group(runs, func(r *Result) []Launch { return r.Launches }, func(a, b Launch) int { return compareSpan(a.Span, b.Span) })
	for _, seen := range launches {
		all.Launches = append(all.Launches, worst(seen, func(l Launch) int { return rankOf(classes, l.Class) }))
	}
	acquisitions := group(runs, func(r *Result) []Acquisition { return r.Acquisitions }, func(a, b Acquisition) int { return compareSpan(a.Span, b.Span) })
	for _, seen := range acquisitions {
		all.Acquisitions = append(all.Acquisitions, worst(seen, func(a Acquisition) int { return rankOf(fates, a.Fate) }))
	}
	return &all
}

// A sighting is a thing as it is on one platform.
type sighting[T any] struct {
	run   int
	thing T
}

// group gathers what the runs have at one place, in the order of places.
func group[T any](runs []Run, list func(*Result) []T, compare func(a, b T) int) (groups [][]sighting[T]) {
	var all []sighting[T]
	for i, run := range runs {
		for _, thing := range list(run.Result) {
			all = append(all, sighting[T]{i, thing})
		}
	}
	slices.SortStableFunc(all, func(a, b sighting[T]) int { return compare(a.thing, b.thing) })
	for i, s := range all {
		if i > 0 && compare(all[i-1].thing, s.thing) == 0 {
			last := len(groups) - 1
			groups[last] = append(groups[last], s)
			continue
		}
		groups = append(groups, []sighting[T]{s})
	}
	return groups
}

// The ranks by which the worst of several is told, best first.
var (
	classes = []Class{Tracked, Joined, Bound, Detached}
	fates   = []Fate{Deferred, HandedOver, Released, Leaked}
)

func rankOf[T comparable](order []T, x T) int { return slices.Index(order, x) }

func worst[T any](seen []sighting[T], rank func(T) int) T {
	return slices.MaxFunc(seen, func(a, b sighting[T]) int { return rank(a.thing) - rank(b.thing) }).thing
}

// mergeFinding makes one of the sightings of a finding; ok is false where it does
// not hold on all platforms that it must hold on.
func mergeFinding(runs []Run, seen []sighting[Finding]) (f Finding, ok bool) {
	f = worst(seen, func(f Finding) int { return rankOf(classes, f.Class) })
	building := 0
	for _, run := range runs {
		if run.Builds(f.File) {
			building++
		}
	}
	everywhere := len(seen) >= building
	if f.Rule == UnusedAllow && !(everywhere && agree(seen, func(f Finding) any { return f.Message })) {
		return f, false
	}
	if f.Fix != nil && !(everywhere && agree(seen, func(f Finding) any { return f.Fix })) {
		f.Fix, f.NoFix = nil, "it would not hold on every platform"
	}
	if len(seen) < len(runs) {
		for _, s := range seen {
			f.Platforms = append(f.Platforms, runs[s.run].Platform)
		}
		f.Message = note(f.Message, f.Rule, "seen on "+strings.Join(f.Platforms, ", ")+" only")
	}
	return f, true
}

func agree(seen []sighting[Finding], what func(Finding) any) bool {
	return !slices.ContainsFunc(seen, func(s sighting[Finding]) bool {
		return !reflect.DeepEqual(what(s.thing), what(seen[0].thing))
	})
}

// note adds a remark to a message, which goes on to end with its rule.
func note(message string, rule Rule, remark string) string {
	end := " (" + string(rule) + ")"
	body, found := strings.CutSuffix(message, end)
	if !found {
		end = ""
	}
	return body + "; " + remark + end
}
