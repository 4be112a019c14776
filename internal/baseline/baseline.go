// Package baseline records the findings that a code base had when its team began
// to use tether, so that only new ones fail.
//
// A finding is known by its rule, its package, its function and its subject, the
// callee or opener in a form that does not change when code moves or variables are
// renamed; never by a line. How many of one kind there are is counted: more than
// the count is new. So a baseline survives whatever leaves the findings as they
// were, and does not hide a finding that takes the place of another in another
// function or with another callee. Only Record lets it grow.
package baseline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/finding"
)

// FileName is the name of a baseline unless the user gives another.
const FileName = ".tether-baseline.json"

// A Kind is what findings have in common that a baseline does not tell apart.
type Kind struct {
	Package  string       `json:"package"`
	Rule     finding.Rule `json:"rule"`
	Function string       `json:"function,omitempty"`
	Callee   string       `json:"callee,omitempty"`
	Test     bool         `json:"test,omitempty"` // in _test.go files, which not every run sees
}

// An Entry says how many findings of a kind there are.
type Entry struct {
	Kind
	Count int    `json:"count"`
	Until string `json:"until,omitempty"` // the last day on which it counts; "" for ever
}

// A Baseline is findings counted by kind.
type Baseline struct {
	counts map[Kind]int
	until  map[Kind]string // of the kinds that count until a day

	Version string // of the tether that made it; "" where that is not recorded

	// Rules are those that it was made with. What a newer one finds is a warning until
	// somebody accepts the rule. Nil is every rule.
	Rules    []finding.Rule
	recorded bool // the file says them, or will
}

// unrecorded are the rules of the tethers that did not record them.
func unrecorded() []finding.Rule {
	return []finding.Rule{
		finding.RawGo, finding.HiddenLaunch, finding.DroppedHandle, finding.Unwaited,
		finding.Discarded, finding.Leak, finding.Undeferred, finding.DeferInLoop, finding.DeferBeforeCheck,
		finding.BadAllow, finding.UnusedAllow,
	}
}

// Knows reports whether the baseline was made with a rule.
func (b *Baseline) Knows(rule finding.Rule) bool {
	return b.Rules == nil || slices.Contains(b.Rules, rule)
}

// Accept notes that a rule is one of the baseline's.
func (b *Baseline) Accept(rules ...finding.Rule) {
	b.recorded = true
	b.add(rules...)
}

func (b *Baseline) add(rules ...finding.Rule) {
	for _, rule := range rules {
		if !b.Knows(rule) {
			b.Rules = append(b.Rules, rule)
		}
	}
	slices.Sort(b.Rules)
}

// Expired are the entries whose day is over.
func (b *Baseline) Expired() (list []Entry) {
	for _, e := range b.Entries() {
		if dates.Passed(e.Until) {
			list = append(list, e)
		}
	}
	return list
}

// KindOf is the kind of a finding.
func KindOf(f *finding.Finding) Kind {
	return Kind{f.Package, f.Rule, f.Function, f.Subject, f.InTest()}
}

// Of counts findings; suppressed ones need no baseline.
func Of(findings []finding.Finding) *Baseline { return new(Baseline).Found(findings) }

// Found counts findings, each as the kind by which the baseline knows it.
func (b *Baseline) Found(findings []finding.Finding) *Baseline {
	found := &Baseline{counts: make(map[Kind]int)}
	for i, k := range b.kinds(findings) {
		if findings[i].Status != finding.Suppressed {
			found.counts[k]++
		}
	}
	return found
}

// kinds are the kinds by which the baseline knows findings. That of one whose launch a fix
// has written another way is the one that it had before, where the baseline has more of that
// than there still are; so a fix makes nothing new.
func (b *Baseline) kinds(findings []finding.Finding) []Kind {
	kinds := make([]Kind, len(findings))
	left := &Baseline{counts: maps.Clone(b.counts)}
	var unknown []int
	for i := range findings {
		f := &findings[i]
		kinds[i] = KindOf(f)
		if f.Status != finding.Suppressed && !left.Take(kinds[i]) && len(f.Before) > 0 {
			unknown = append(unknown, i)
		}
	}
	for _, i := range unknown {
		if k, ok := left.takeBefore(&findings[i]); ok {
			kinds[i] = k
		}
	}
	return kinds
}

// takeBefore takes one out of a kind that a finding may have had before a fix.
func (b *Baseline) takeBefore(f *finding.Finding) (Kind, bool) {
	k := KindOf(f)
	for _, k.Callee = range f.Before {
		if b.Take(k) {
			return k, true
		}
	}
	return k, false
}

// Len is the number of findings.
func (b *Baseline) Len() (n int) {
	for _, c := range b.counts {
		n += c
	}
	return n
}

// Entries lists the baseline by package, rule, function and callee.
func (b *Baseline) Entries() []Entry {
	list := make([]Entry, 0, len(b.counts))
	for k, n := range b.counts {
		list = append(list, Entry{k, n, b.until[k]})
	}
	slices.SortFunc(list, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.Package, y.Package), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Function, y.Function), cmp.Compare(x.Callee, y.Callee), boolOrder(x.Test, y.Test))
	})
	return list
}

func boolOrder(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// Mark gives the findings that the baseline knows the status Baseline. Where there
// are more of a kind than it knows, those are new that fresh says are. Where that does not
// tell, the last ones are, though any may be: a note names all of them. What rules find that
// are newer than the baseline is a warning.
func (b *Baseline) Mark(findings []finding.Finding, fresh func(*finding.Finding) bool) {
	left := &Baseline{counts: maps.Clone(b.counts)}
	for _, e := range b.Expired() {
		delete(left.counts, e.Kind)
	}
	known, kinds := maps.Clone(left.counts), b.kinds(findings)
	for kind, alike := range surplus(findings, kinds, known) {
		alike.mark(known[kind], fresh)
		delete(left.counts, kind)
	}
	for i := range findings {
		if f := &findings[i]; f.Status == finding.New && left.Take(kinds[i]) {
			f.Status = finding.Baseline
		}
	}
	for i := range findings {
		if f := &findings[i]; f.Status == finding.New && !b.Knows(f.Rule) {
			f.Warning = true
		}
	}
}

// alike are findings of one kind, of which there are more than a baseline knows.
type alike []*finding.Finding

// surplus are the findings of which there are more than are known, by their kind.
func surplus(findings []finding.Finding, kinds []Kind, known map[Kind]int) map[Kind]alike {
	more := make(map[Kind]alike)
	for i, k := range kinds {
		if f := &findings[i]; f.Status == finding.New && known[k] > 0 {
			more[k] = append(more[k], f)
		}
	}
	maps.DeleteFunc(more, func(k Kind, a alike) bool { return len(a) <= known[k] })
	return more
}

// mark gives as many as are known the status Baseline, those first that are not fresh.
func (a alike) mark(known int, fresh func(*finding.Finding) bool) {
	var changed, rest alike
	for _, f := range a {
		if fresh(f) {
			changed = append(changed, f)
		} else {
			rest = append(rest, f)
		}
	}
	more, among := len(a)-known, a
	if len(changed) >= more {
		among = changed
	}
	for _, f := range slices.Concat(rest, changed)[:known] {
		f.Status = finding.Baseline
	}
	if len(among) == more {
		return // it can be told
	}
	lines := make([]string, len(among))
	for i, f := range among {
		lines[i] = strconv.Itoa(f.Line)
	}
	for _, f := range a {
		if f.Status == finding.New {
			f.Related = append(slices.Clip(f.Related), finding.Note{Span: f.Span, Message: fmt.Sprintf(
				"%d more in this function than the baseline's %d: %d of lines %s", more, known, more, strings.Join(lines, ", "))})
		}
	}
}

// Take takes one finding of a kind out, if there is one.
func (b *Baseline) Take(k Kind) bool {
	n := b.counts[k]
	switch {
	case n == 0:
		return false
	case n == 1:
		delete(b.counts, k)
	default:
		b.counts[k] = n - 1
	}
	return true
}

// TakeFinding takes one out of the kind that a finding has, or had before a fix.
func (b *Baseline) TakeFinding(f *finding.Finding) bool {
	if b.Take(KindOf(f)) {
		return true
	}
	_, ok := b.takeBefore(f)
	return ok
}

// Gone are the entries of which less was found, with the number of those that
// are missing. Kinds that the run could not find are not judged.
func (b *Baseline) Gone(found *Baseline, judged func(Kind) bool) []Entry {
	var gone []Entry
	for _, e := range b.Entries() {
		if missing := e.Count - found.counts[e.Kind]; missing > 0 && judged(e.Kind) {
			gone = append(gone, Entry{Kind: e.Kind, Count: missing})
		}
	}
	return gone
}

// Count is the number of findings in entries.
func Count(entries []Entry) (n int) {
	for _, e := range entries {
		n += e.Count
	}
	return n
}

// Remove takes entries out.
func (b *Baseline) Remove(gone []Entry) {
	for _, e := range gone {
		if b.counts[e.Kind] -= e.Count; b.counts[e.Kind] <= 0 {
			delete(b.counts, e.Kind)
		}
	}
}

// Missing are the findings that the baseline does not know.
func (b *Baseline) Missing(found *Baseline) []Entry {
	return found.Gone(b, func(Kind) bool { return true })
}

// Add puts entries in: the one way in which a baseline grows.
func (b *Baseline) Add(entries []Entry) {
	for _, e := range entries {
		b.counts[e.Kind] += e.Count
	}
}
