package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
)

// A repository is a row of audit/repositories.tsv.
type repository struct {
	name     string   // of its folder and its snapshot
	source   string   // owner/name on GitHub
	revision string   // the whole hash
	modules  []string // directories of the modules to analyse, "." for the root
	partial  string   // why some packages cannot be analysed, "" where all can
	group    string   // corpus: rules are tuned on it; fresh: rules are only judged on it
}

// A verdict is a row of audit/verdicts.tsv: what somebody who read the code says of a
// finding there.
type verdict struct {
	source, revision string
	place            place
	finding          answer
	verdict          judgement
	why              string
}

// A place is a line of a file of a repository.
type place struct {
	file string
	line int
}

// A judgement is one of the words that a verdict can be.
type judgement string

const (
	right       judgement = "right"       // the finding is true, and worth a change
	technically judgement = "technically" // true by the rule's words; nobody would change the code for it
	wrong       judgement = "wrong"       // what the finding says is not so
	missed      judgement = "missed"      // a defect that the rule should report, and did not when it was judged
)

var judgements = []judgement{right, technically, wrong, missed}

func readRepositories(file string) ([]repository, error) {
	var list []repository
	err := eachRow(file, 6, func(cells []string) error {
		list = append(list, repository{cells[0], cells[1], cells[2], strings.Split(cells[3], ","), cells[5], cells[4]})
		return nil
	})
	return list, err
}

func readVerdicts(file string) ([]verdict, error) {
	var list []verdict
	seen := map[string]bool{}
	err := eachRow(file, 8, func(cells []string) error {
		at, err := parsePlace(cells[2] + ":" + cells[3])
		if err != nil {
			return err
		}
		v := verdict{cells[0], cells[1], at, answer{"finding", cells[4], cells[5]}, judgement(cells[6]), cells[7]}
		if !slices.Contains(judgements, v.verdict) {
			return fmt.Errorf("verdict %q is none of %v", cells[6], judgements)
		}
		if v.why == "" {
			return fmt.Errorf("no reason")
		}
		if (cells[4] == rawGo) != (cells[5] != "") {
			return fmt.Errorf("a class is for %s alone, which needs one", rawGo)
		}
		key := strings.Join(cells[:6], "\t")
		if seen[key] {
			return fmt.Errorf("judged twice: %s", strings.Join(cells[:6], " "))
		}
		seen[key] = true
		list = append(list, v)
		return nil
	})
	return list, err
}

// eachRow calls f with the cells of each row of a file of tab-separated values, the
// header apart.
func eachRow(file string, columns int, f func(cells []string) error) error {
	r, err := os.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			continue
		}
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != columns {
			return fmt.Errorf("%s:%d: %d columns, not %d", file, n, len(cells), columns)
		}
		if err := f(cells); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return lines.Err()
}

func parsePlace(s string) (place, error) {
	var p place
	file, line, ok := strings.Cut(s, ":")
	if _, err := fmt.Sscanf(line, "%d", &p.line); err != nil || !ok || p.line < 1 {
		return p, fmt.Errorf("%q is no FILE:LINE", s)
	}
	p.file = path.Clean(file)
	return p, nil
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

func (p place) compare(q place) int {
	return cmp.Or(strings.Compare(p.file, q.file), cmp.Compare(p.line, q.line))
}
