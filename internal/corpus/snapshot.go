package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An answer is one thing that tether says of a place.
type answer struct {
	kind  string // finding, launch or resource
	what  string // the finding's rule, the launch's callee, the resource's opener
	value string // the class, where there is one, or the fate
}

func (a answer) String() string { return strings.TrimSpace(a.kind + " " + a.what + " " + a.value) }

func (a answer) compare(b answer) int {
	return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.what, b.what), strings.Compare(a.value, b.value))
}

// A snapshot is all that tether says of a repository. Several answers of a kind can
// be at one place.
type snapshot map[place][]answer

func (s snapshot) add(p place, a answer) { s[p] = append(s[p], a) }

// places are those of all snapshots, in order.
func places(all ...snapshot) []place {
	var list []place
	for _, s := range all {
		for p := range s {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, place.compare)
	return slices.Compact(list)
}

func snapshotFile(dir, name string) string { return filepath.Join(dir, "snapshot", name+".tsv") }

// readSnapshot reads what write has written; a file that does not exist is an empty
// snapshot.
func readSnapshot(file string) (snapshot, error) {
	s := snapshot{}
	err := eachRow(file, 4, func(cells []string) error {
		p, err := parsePlace(cells[0])
		if err == nil {
			s.add(p, answer{cells[1], cells[2], cells[3]})
		}
		return err
	})
	if os.IsNotExist(err) {
		err = nil
	}
	return s, err
}

func (s snapshot) write(file string) error {
	var b strings.Builder
	b.WriteString("place\tkind\twhat\tvalue\n")
	for _, p := range places(s) {
		slices.SortFunc(s[p], answer.compare)
		for _, a := range s[p] {
			b.WriteString(p.String() + "\t" + a.kind + "\t" + a.what + "\t" + a.value + "\n")
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(b.String()), 0o666)
}

// A change is a place at which two snapshots differ.
type change struct {
	place          place
	added, dropped []answer
}

// diff are the places at which tether's answers were and are not the same.
func diff(was, is snapshot) []change {
	var list []change
	for _, p := range places(was, is) {
		c := change{p, minus(is[p], was[p]), minus(was[p], is[p])}
		if len(c.added)+len(c.dropped) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// minus are the answers in a that are not in b, as often as they are more.
func minus(a, b []answer) []answer {
	rest := slices.Clone(b)
	var more []answer
	for _, x := range a {
		if i := slices.Index(rest, x); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			more = append(more, x)
		}
	}
	slices.SortFunc(more, answer.compare)
	return more
}
