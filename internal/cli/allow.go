package cli

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/fix"
	"github.com/tetherlint/tether/internal/report"
	"github.com/tetherlint/tether/internal/suppress"
)

// allowFlags are the flags of allow.
type allowFlags struct {
	run runFlags
	sinceFlags
	reason string
	until  string
	diff   bool
}

func (f *allowFlags) set() *flag.FlagSet {
	set := newFlagSet("allow")
	f.run.declare(set)
	f.sinceFlags.declare(set)
	set.StringVar(&f.reason, "reason", "", "the `text` that says why; it is required")
	set.StringVar(&f.until, "until", "", "the last `date`, as in 2027-03-31, on which the directives count")
	set.BoolVar(&f.diff, "diff", false, "print what would be inserted and write nothing")
	return set
}

func (f *allowFlags) validate() error {
	says := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch {
	case f.run.rules == "":
		return usagef("allow: -rule is missing: name the rule, or rules, to allow")
	case strings.IndexFunc(f.reason, says) < 0:
		return usagef("allow: -reason is missing: a directive without a reason counts for nothing")
	case strings.ContainsAny(f.reason, "\r\n"):
		return usagef("allow: -reason: want one line")
	case strings.Contains(f.reason, " //"):
		return usagef("allow: -reason: %q in it would be read as the end of the directive", " //")
	case strings.Contains(f.reason, "until:"):
		return usagef("allow: -reason: %q in it would be read as a date: give that with -until", "until:")
	case f.until != "":
		if err := dates.Check(f.until); err != nil {
			return usagef("allow: -until: %v", err)
		}
	}
	return nil
}

// runAllow inserts directives above all findings of some rules that are new.
func runAllow(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(allowFlags)
	if err := f.run.read(env, f.set(), args, f.validate); err != nil {
		return 0, err
	}
	c := &check{job: newJob(env, &f.run), checkFlags: &checkFlags{run: f.run, sinceFlags: f.sinceFlags}}
	c.fixes = true // so that a source is one that the run has read
	if err := c.split(); err != nil {
		return 0, err
	}
	a, err := c.examine(ctx)
	if err != nil {
		return 0, err
	}
	plan := fix.New(f.directives(a), a.readToFix)
	if f.diff {
		var out bytes.Buffer
		if err = plan.Diff(&out, env.Dir); err == nil {
			_, err = env.Stdout.Write(out.Bytes())
		}
		c.printFixErrors(a, plan.Errors)
	} else {
		written, errs := plan.Write()
		c.printFixErrors(a, append(plan.Errors, errs...))
		f.sayWritten(env, written)
	}
	if known := report.Count(a.Findings).Baseline; known > 0 && !f.run.quiet {
		fmt.Fprintf(env.Stderr, "%s in the baseline and %s none: -baseline none gives %s one too\n",
			countOf(known, "finding is", "findings are"), plural(known, "needs", "need"), plural(known, "it", "each"))
	}
	if a.failed { // a file that could not be written is one cause
		return ExitFailed, err
	}
	return ExitOK, err
}

func (f *allowFlags) sayWritten(env *Env, written []fix.File) {
	if f.run.quiet {
		return
	}
	n := 0
	for _, file := range written {
		n += file.Fixes
	}
	fmt.Fprintf(env.Stderr, "%s in %s\n", countOf(n, "directive", "directives"), count(len(written), "file"))
}

// directives are the findings to be allowed, each with the edit that inserts its
// directive: one for each line, alone above it.
func (f *allowFlags) directives(a *outcome) (list []finding.Finding) {
	type place struct {
		file string
		line int
	}
	rules := make(map[place][]string)
	first := make(map[place]*finding.Finding)
	for i := range a.Findings {
		d := &a.Findings[i]
		if d.Status != finding.New || d.Rule == finding.BadAllow || d.Rule == finding.UnusedAllow {
			continue // about directives a directive has no say
		}
		at := place{d.File, d.Line}
		_, id, _ := strings.Cut(string(d.Rule), "/")
		if !slices.Contains(rules[at], id) {
			rules[at] = append(rules[at], id)
		}
		if first[at] == nil {
			first[at] = d
		}
	}
	for at, d := range first {
		src, err := a.readFile(at.file)
		start := d.Offset - (d.Column - 1)
		if err != nil || start < 0 || start > len(src) {
			continue
		}
		line, _, _ := bytes.Cut(src[start:], []byte("\n"))
		indent, end := line[:len(line)-len(bytes.TrimLeft(line, " \t"))], "\n"
		if bytes.HasSuffix(line, []byte("\r")) {
			end = "\r\n"
		}
		until := ""
		if f.until != "" {
			until = "until:" + f.until + " "
		}
		text := fmt.Sprintf("%s%s %s %s%s%s", indent, suppress.Prefix, strings.Join(rules[at], ","), until, strings.TrimSpace(f.reason), end)
		span := finding.Span{File: at.file, Line: at.line, Column: 1, EndLine: at.line, EndColumn: 1, Offset: start, EndOffset: start}
		copied := *d
		copied.Fix = &finding.Fix{Title: "Allow it", Safe: true, Edits: []finding.Edit{{Span: span, NewText: text}}}
		list = append(list, copied)
	}
	slices.SortFunc(list, func(x, y finding.Finding) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Offset, y.Offset))
	})
	return list
}
