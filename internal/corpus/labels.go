package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// A label is a row of audit/labels.tsv: a place that others have judged, before anybody
// asked tether, and what tether says of it.
type label struct {
	source, revision string // looked at: the nearest to theirs that is to be had
	place            place  // there
	kind             string
	real             bool   // a defect; else a false report
	shape            string // theirs
	before, now      string // claimed, quiet, of a launch its class, not loaded
	why              string // it is missed, or claimed although it is false, or not loaded
}

// answers are what tether can say of a labelled place.
var answers = []string{"claimed", "quiet", "joined", "bound", "detached", "not loaded"}

func readLabels(file string) ([]label, error) {
	var list []label
	err := eachRow(file, 10, func(cells []string) error {
		at, err := parsePlace(cells[2] + ":" + cells[3])
		if err != nil {
			return err
		}
		l := label{cells[0], cells[1], at, cells[4], cells[5] == "real", cells[6], cells[7], cells[8], cells[9]}
		switch {
		case !l.real && cells[5] != "false":
			return fmt.Errorf("%q is neither real nor false", cells[5])
		case !slices.Contains(answers, l.now) || !slices.Contains(answers, l.before) && l.before != "":
			return fmt.Errorf("%q or %q is none of %v", l.before, l.now, answers)
		case l.why == "" && !l.asLabelled():
			return fmt.Errorf("no reason")
		}
		list = append(list, l)
		return nil
	})
	if os.IsNotExist(err) {
		return nil, nil
	}
	return list, err
}

// labelTables say how many of the labelled places are claimed, and each one that is not as
// it was labelled, with the reason.
func labelTables(b *strings.Builder, labels []label) {
	if len(labels) == 0 {
		return
	}
	type row struct{ real, claimed, false, wrong, notLoaded int }
	kinds := map[string]row{}
	for _, l := range labels {
		r := kinds[l.kind]
		switch claimed := l.now == "claimed"; {
		case l.now == "not loaded":
			r.notLoaded++
		case l.real:
			r.real++
			r.claimed += count(claimed)
		default:
			r.false++
			r.wrong += count(claimed)
		}
		kinds[l.kind] = r
	}
	b.WriteString("\n#### Places that others have labelled\n\n| kind | real | of these claimed | false | of these claimed | not to be had |\n|---|---|---|---|---|---|\n")
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		r := kinds[kind]
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %d |\n", kind, r.real, r.claimed, r.false, r.wrong, r.notLoaded)
	}
	b.WriteString("\nEach goroutine and process, and what else is not said as it was labelled:\n\n| place | kind | shape | before | now | why |\n|---|---|---|---|---|---|\n")
	for _, l := range slices.SortedStableFunc(slices.Values(labels), label.compare) {
		if l.kind != "goroutine" && l.kind != "process" && l.asLabelled() {
			continue
		}
		what := l.kind
		if !l.real {
			what += ", false"
		}
		fmt.Fprintf(b, "| %s %s | %s | %s | %s | %s | %s |\n", l.source, l.place, what, l.shape, l.before, l.now, l.why)
	}
}

// asLabelled reports whether tether says of a place what was said of it.
func (l label) asLabelled() bool { return l.now != "not loaded" && l.real == (l.now == "claimed") }

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (l label) compare(m label) int {
	return cmp.Or(strings.Compare(l.kind, m.kind), -cmp.Compare(count(l.real), count(m.real)), strings.Compare(l.shape, m.shape),
		strings.Compare(l.source, m.source), l.place.compare(m.place))
}
