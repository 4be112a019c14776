package cli

import (
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"regexp"
	"strings"
	"time"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/page"
	"github.com/tetherlint/tether/internal/suppress"
)

// expiring is what counts until a date: directives in the files that were analysed,
// excludes of their configs, and entries of the baseline.
func (j *job) expiring(a *outcome) (list []page.Expiry) {
	files, configs := make(map[string]bool), make(map[string]bool)
	for _, p := range a.driven.Packages {
		for _, file := range p.Files {
			if !files[file] {
				files[file] = true
				list = append(list, j.datedDirectives(a, file)...)
			}
		}
		list = append(list, j.datedExcludes(p, configs)...)
	}
	return append(list, j.datedEntries(a)...)
}

// datedEntries are those of the baseline that count until a date.
func (j *job) datedEntries(a *outcome) (list []page.Expiry) {
	for _, c := range a.baselines {
		for _, e := range c.base.Entries() {
			if date, err := time.Parse(time.DateOnly, e.Until); err == nil {
				what := fmt.Sprintf("%d of the baseline, in %s", e.Count, strings.TrimSpace(e.Package+" "+e.Function))
				list = append(list, page.Expiry{Date: date, What: what, Where: j.env.relative(c.file), Rules: string(e.Rule), Reason: e.Callee})
			}
		}
	}
	return list
}

func (j *job) datedExcludes(p driver.Package, seen map[string]bool) (list []page.Expiry) {
	cfg := j.configFor(p.Dir)
	if seen[cfg.Path] {
		return nil
	}
	seen[cfg.Path] = true
	for i := range cfg.Exclude {
		x := &cfg.Exclude[i]
		date, err := time.Parse(time.DateOnly, x.Until)
		if err != nil {
			continue
		}
		list = append(list, page.Expiry{Date: date, What: "exclude " + x.Name(), Where: j.env.relative(cfg.Path), Rules: ruleList(x.Rules), Reason: x.Reason})
	}
	return list
}

func ruleList(rules []finding.Rule) string {
	if len(rules) == 0 {
		return "all"
	}
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

var datedDirective = regexp.MustCompile(`^` + suppress.Prefix + `\s+(\S+(?:\s*,\s*\S+)*)\s(?:.*\s)?until:(\d{4}-\d\d-\d\d)(?:\s+(.*))?$`)

// datedDirectives are those of a file that count until a date. Whether they suppress
// anything is not asked: what is about to end is worth knowing all the same.
func (j *job) datedDirectives(a *outcome, file string) (list []page.Expiry) {
	src, err := a.readFile(file)
	if err != nil || !bytes.Contains(src, []byte(suppress.Prefix)) || !bytes.Contains(src, []byte("until:")) {
		return nil
	}
	fset := token.NewFileSet()
	f := fset.AddFile(file, -1, len(src))
	var s scanner.Scanner
	s.Init(f, src, func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return list
		}
		m := datedDirective.FindStringSubmatch(text)
		if tok != token.COMMENT || m == nil {
			continue
		}
		if date, err := time.Parse(time.DateOnly, m[2]); err == nil {
			where := fmt.Sprintf("%s:%d", j.env.relative(file), f.Line(pos))
			reason := strings.TrimSpace(strings.Replace(text[strings.Index(text, m[1])+len(m[1]):], "until:"+m[2], "", 1))
			list = append(list, page.Expiry{Date: date, What: "directive", Where: where, Rules: m[1], Reason: reason})
		}
	}
}
