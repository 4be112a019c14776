package cli

import (
	"fmt"
	"go/ast"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
)

// What a program launches into and never waits for, though something in it could:
// its main does not shut the owner down. The rules look at one package at a time;
// that a group in a field is waited for by a method is all they ask. Here the
// program is looked at as a whole, by names alone: a function counts as called
// where its name is mentioned, so that only what nothing mentions is said.

// A shutdown looks at the programs of a run.
type shutdown struct {
	*job
	launches map[string][]*finding.Launch // into groups, by package
}

// unended says of the programs that were analysed which groups nobody in them
// shuts down.
func (j *job) unended(a *outcome) (programs int, open []string) {
	s := &shutdown{j, make(map[string][]*finding.Launch)}
	for i := range a.Launches {
		if l := &a.Launches[i]; (l.Helper != "" || l.Class == finding.Joined) && !strings.HasSuffix(l.File, "_test.go") {
			s.launches[l.Package] = append(s.launches[l.Package], l)
		}
	}
	list := a.driven.Programs()
	for i := range list {
		open = append(open, s.program(&list[i])...)
	}
	return len(list), open
}

// program says what one program does not end.
func (s *shutdown) program(p *driver.Program) (open []string) {
	var launches []*finding.Launch
	for _, path := range slices.Sorted(maps.Keys(p.Own)) {
		launches = append(launches, s.launches[path]...)
	}
	if len(launches) == 0 {
		return nil
	}
	src := readProgram(p)
	if src == nil { // a file cannot be read: there is no knowing
		return nil
	}
	launches = slices.DeleteFunc(launches, func(l *finding.Launch) bool { return !src.reaches(bareName(l.Function)) })
	if note := s.defaultGroup(p, src, launches); note != "" {
		open = append(open, p.ImportPath+": "+note)
	}
	seen := make(map[[2]string]bool)
	for _, l := range launches {
		group := [2]string{l.Package, l.Owner[strings.LastIndexByte(l.Owner, '.')+1:]}
		if seen[group] || group[1] == "" {
			continue
		}
		seen[group] = true
		if note := s.group(p, src, l, group[1]); note != "" {
			open = append(open, p.ImportPath+": "+note)
		}
	}
	return open
}

func (s *shutdown) at(l *finding.Launch) string {
	return fmt.Sprintf("%s:%d", s.env.relative(l.File), l.Line)
}

const trackedPath = "github.com/tetherlint/tether/tracked"

// defaultGroup looks for launches into tracked's default group in a program that
// neither waits for it nor shuts it down.
func (s *shutdown) defaultGroup(p *driver.Program, src *program, launches []*finding.Launch) string {
	into := slices.DeleteFunc(slices.Clone(launches), func(l *finding.Launch) bool {
		return l.Helper != trackedPath+".Go" && l.Helper != trackedPath+".Start"
	})
	if len(into) == 0 {
		return ""
	}
	for _, importer := range p.Importers[trackedPath] {
		if p.Own[importer] == nil && !strings.HasPrefix(importer, trackedPath) {
			return "" // code of others, which may
		}
	}
	if src.selects(trackedPath, "Wait", "WaitContext", "Shutdown", "Default") {
		return ""
	}
	return fmt.Sprintf("nothing calls tracked.Wait or tracked.Shutdown, and %s into tracked's default group (%s)",
		plural(len(into), "a launch goes", fmt.Sprint(len(into), " launches go")), s.at(into[0]))
}

// group looks at one group, a field or a package variable, that is launched into:
// whether the functions that wait for it are ever called.
func (s *shutdown) group(p *driver.Program, src *program, l *finding.Launch, name string) string {
	waits := []string{"Wait", "WaitContext", "WaitAndRecover", "Shutdown"}
	for _, h := range s.configFor(filepath.Dir(l.File)).Helpers {
		if string(h.Name()) == l.Helper && h.Wait != "" {
			waits = append(waits, h.Wait)
		}
	}
	waiters, known := src.waiters(l.Package, name, waits)
	if !known || len(waiters) == 0 { // the rule unwaited speaks of groups for which nothing waits
		return ""
	}
	others := slices.ContainsFunc(p.Other, func(path string) bool { return !strings.HasPrefix(path, trackedPath) })
	var names []string
	for _, w := range waiters {
		byInterface := w.Recv != nil && ast.IsExported(w.Name.Name) && (others || w.Name.Name == "Close")
		if byInterface || src.reaches(w.Name.Name) {
			return ""
		}
		names = append(names, declName(w))
	}
	slices.Sort(names)
	return fmt.Sprintf("only %s %s for %s (%s), and nothing in the program calls %s",
		strings.Join(slices.Compact(names), ", "), plural(len(names), "waits", "wait"), l.Owner, s.at(l), plural(len(names), "it", "them"))
}
