package cli

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/docs"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/layout"
	"github.com/tetherlint/tether/internal/printable"
	"github.com/tetherlint/tether/internal/rules"
)

type explainFlags struct {
	run    runFlags
	trace  bool
	format string
	color  colorFlag
}

func (f *explainFlags) set() *flag.FlagSet {
	set := newFlagSet("explain")
	f.run.declare(set)
	f.run.declareTrial(set)
	set.BoolVar(&f.trace, "trace", false, "tell the analysis of what is launched or opened at the line step by step, to debug a rule")
	set.StringVar(&f.format, "format", "text", "`format` of a rule's page: text, markdown")
	set.Var(&f.color, "color", "colour in text: auto, always, never")
	return set
}

var fileLine = regexp.MustCompile(`^(.+\.go):([+-]?\d+)(?::[+-]?\d+)?$`)

// runExplain explains a rule, or what is known of a line.
func runExplain(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(explainFlags)
	args, err := parse(f.set(), args)
	if err != nil {
		return 0, err
	}
	if len(args) != 1 {
		return 0, usagef("explain: want one rule or one FILE:LINE")
	}
	if err := f.run.finish(env); err != nil {
		return 0, err
	}
	if f.trace && !fileLine.MatchString(args[0]) {
		return 0, usagef("explain: -trace wants FILE:LINE")
	}
	if m := fileLine.FindStringSubmatch(args[0]); m != nil {
		line, err := strconv.Atoi(m[2])
		if err != nil || line < 1 {
			return 0, usagef("explain: %s is not a line: the first is 1", m[2])
		}
		return explainLine(ctx, env, f, m[1], line)
	}
	if f.format != "text" && f.format != "markdown" {
		return 0, usagef("-format: want text or markdown, not %q", f.format)
	}
	return ExitOK, f.explainRule(env, args[0])
}

func (f *explainFlags) explainRule(env *Env, name string) error {
	rule, ok := rules.Lookup(name)
	if !ok {
		if near := config.NearestRule(name); near != "" {
			return usagef("explain: unknown rule %q: did you mean %s?", name, near)
		}
		return usagef(`explain: %q is neither a rule ("tether rules" lists them) nor FILE:LINE`, name)
	}
	doc := docs.Page(rule)
	if f.format == "text" {
		style := layout.Style{}
		if (&outFlags{color: f.color}).useColor(env) {
			style = layout.Colors
		}
		doc = layout.Markdown(doc, env.width(), style)
	}
	_, err := io.WriteString(env.Stdout, doc)
	return err
}

// explainLine analyses the package of a file and says what was found at a line:
// what is reported, and of all else why it is not.
func explainLine(ctx context.Context, env *Env, f *explainFlags, name string, line int) (int, error) {
	file := env.abs(name)
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return 0, usagef("explain: %s: there is no such file", name)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	if n := lineCount(src); line > n {
		return 0, usagef("explain: %s has no line %d: it ends at line %d", name, line, n)
	}
	// The file may be in another module than the working directory.
	there := *env
	there.Dir, there.From = filepath.Dir(file), env.Dir
	f.run.patterns = []string{"."}
	if f.run.config != "" {
		f.run.config = env.abs(f.run.config)
	}
	f.run.test = f.run.test || strings.HasSuffix(file, "_test.go")
	j := newJob(&there, &f.run)
	if f.trace {
		j.trace = tracing(printable.Writer{To: env.Stdout}, resolved(file), line)
		f.run.noCache = true // what is in the cache has been walked before
	}
	a, err := j.analyse(ctx)
	if err != nil {
		return 0, err
	}
	if err := j.compare(ctx, a, "", nil); err != nil {
		return 0, err
	}
	e := &explanation{job: j, env: env, outcome: a, file: resolved(file), line: line, cfg: j.configFor(filepath.Dir(file))}
	text := e.text()
	if isTerminal(env.Stdout) {
		text = folded(text, env.width())
	}
	if _, err := env.Stdout.Write(text); err != nil {
		return 0, err
	}
	if a.failed {
		return ExitFailed, nil
	}
	return ExitOK, nil
}

// lineCount is the number of lines of a file, of which the last may have no end.
func lineCount(src []byte) int {
	n := bytes.Count(src, []byte("\n"))
	if len(src) > 0 && src[len(src)-1] != '\n' {
		n++
	}
	return n
}

// tracing is where walks from a line are told. Test variants of a package are walked
// too; each walk is told once.
func tracing(w io.Writer, file string, line int) func(token.Position) io.Writer {
	return func(pos token.Position) io.Writer {
		if pos.Line == line && resolved(pos.Filename) == file {
			return w
		}
		return nil
	}
}

func resolved(file string) string {
	if name, err := filepath.EvalSymlinks(file); err == nil {
		return name
	}
	return file
}

// An explanation is what is known of a line.
type explanation struct {
	*job
	*outcome
	env  *Env // of the user, whose names are relative to its directory
	file string
	line int
	cfg  *config.Config
	out  bytes.Buffer
}

func (e *explanation) covers(s finding.Span) bool {
	return s.Line <= e.line && e.line <= max(s.Line, s.EndLine) && resolved(s.File) == e.file
}

// printf writes a line; what it is made of is made fit to be shown.
func (e *explanation) printf(format string, args ...any) {
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			args[i] = printable.Line(s)
		}
	}
	fmt.Fprintf(&e.out, format+"\n", args...)
}

func (e *explanation) note(n finding.Note) {
	e.printf("    %s:%d: %s", e.env.relative(n.File), n.Line, n.Message)
}

func (e *explanation) text() []byte {
	found := false
	for i := range e.Findings {
		if f := &e.Findings[i]; e.covers(f.Span) {
			found = true
			e.finding(f)
		}
	}
	for i := range e.Launches {
		if l := &e.Launches[i]; e.covers(l.Span) {
			found = true
			e.launch(l)
		}
	}
	for i := range e.Acquisitions {
		if a := &e.Acquisitions[i]; e.covers(a.Span) {
			found = true
			e.acquisition(a)
		}
	}
	if !found && !e.secondary() {
		e.nothing()
	}
	return e.out.Bytes()
}

func (e *explanation) finding(f *finding.Finding) {
	status := string(f.Status)
	if f.Status == finding.New && e.baselines == nil { // there is nothing that it is newer than
		status = "reported"
	}
	e.printf("%s: %s", status, f.Message)
	for _, n := range f.Related {
		e.note(n)
	}
	if len(f.Path) > 0 {
		e.printf("    this run shows it:")
		for _, n := range f.Path {
			e.note(n)
		}
	}
	switch {
	case f.Status == finding.Suppressed && f.Reason != "":
		e.printf("    suppressed: %s", f.Reason)
	case f.Status == finding.Baseline:
		e.printf("    the baseline knows it: %s", e.env.shorten(e.baselines[0].file))
	}
	if f.Fix != nil && f.Fix.Safe {
		e.printf("    tether -fix: %s", f.Fix.Title)
	}
	e.printf("    tether explain %s says more", f.Rule)
}

// launch says how a launch is tied to an owner, and why it is not reported.
func (e *explanation) launch(l *finding.Launch) {
	via := cmp.Or(l.Helper, l.Via, "a go statement")
	what := "launch of " + finding.Spoken(l.Callee) + " through " + via
	if via == l.Callee { // a command is what is called, and what runs
		what = "launch through " + via
	}
	what += ownedBy(l.Class, l.Owner)
	means := map[finding.Class]string{
		finding.Tracked:  "it goes through an approved helper",
		finding.Joined:   "it is waited for on every path",
		finding.Bound:    "nothing in sight waits for it on every path, but something outside can end it",
		finding.Detached: "nothing in sight waits for it on every path, or can end it",
	}
	meaning := means[l.Class]
	switch l.Reason {
	case finding.OutlivesTimeout:
		meaning = "it is waited for, but not longer than a timeout"
	case finding.OutlivesContext:
		meaning = "it is waited for, but only until a context ends"
	}
	if l.Class == finding.Detached && l.Reason == "" && e.reported(l.Span, finding.RawGo) {
		meaning = "it has no owner" // what raw-go says of that need not be said again
	}
	e.printf("%s: %s: %s", what, l.Class, meaning)
	if l.Held != "" {
		e.printf("    whoever gets the result owns it, and owes a call that ends it: %s", l.Held)
	}
	for _, n := range l.Proof {
		e.note(n)
	}
	isHelper := func(h config.Helper) bool { return string(h.Name()) == l.Via } // denied, or out of its scope
	other := l.Via != "" && !slices.ContainsFunc(e.cfg.Helpers, isHelper)
	switch {
	case other && l.Class == finding.Bound:
		e.printf("    not reported by dropped-handle: its handle is kept")
	case other:
		if !e.reported(l.Span, finding.DroppedHandle) {
			e.quietBy(finding.DroppedHandle)
		}
	case e.reported(l.Span, finding.RawGo):
	case l.Class == finding.Tracked:
		e.printf("    not reported by raw-go: it is tracked")
	case !e.quietBy(finding.RawGo):
		e.printf("    not reported by raw-go: %s is what \"accept: %s\" lets pass", l.Class, e.cfg.Accept)
	}
}

var fateWords = map[finding.Fate]string{
	finding.Deferred:   "a deferred call releases it",
	finding.Released:   "it is released on every path, without a defer",
	finding.HandedOver: "it is handed over",
	finding.Leaked:     "on some path nobody releases it",
}

func (e *explanation) acquisition(a *finding.Acquisition) {
	e.printf("%s: %s: %s", a.Opener, required(a.Release), fateWords[a.Fate])
	for _, n := range a.Ends {
		e.note(n)
	}
	switch {
	case a.Fate == finding.Leaked && !e.reported(a.Span, finding.Leak, finding.Discarded):
		e.quietBy(finding.Leak)
	case a.Fate == finding.Released && !e.reported(a.Span, finding.Undeferred) && !e.quietBy(finding.Undeferred):
		e.printf("    not reported by undeferred: nothing stands between that could leave the function, or a defer would lose something (tether explain undeferred)")
	}
}

// reported reports whether one of the rules has a finding at a place.
func (e *explanation) reported(s finding.Span, rules ...finding.Rule) bool {
	return slices.ContainsFunc(e.Findings, func(f finding.Finding) bool {
		return slices.Contains(rules, f.Rule) && f.File == s.File && f.Offset == s.Offset
	})
}

// quietBy says which setting silences a rule here; false if none does.
func (e *explanation) quietBy(rule finding.Rule) bool {
	i := e.liftedBy(rule)
	switch {
	case !e.selected(rule):
		e.printf("    not reported: -rule does not ask for %s", rule)
	case !e.cfg.Enabled(rule):
		e.printf("    not reported: %s is off in %s", rule, e.configName())
	case i >= 0:
		x := e.cfg.Exclude[i]
		e.printf("    not reported: %s:%d excludes %s: %s", e.placeOf(x.Place), x.Line, x.Name(), x.Reason)
	default:
		return false
	}
	return true
}

// liftedBy is the exclude that lifted what a rule found at the line, or -1.
func (e *explanation) liftedBy(rule finding.Rule) int {
	for _, l := range e.Lifted {
		if l.Rule == rule && l.By.Config == e.cfg.Key() && e.covers(l.Span) {
			return l.By.Index
		}
	}
	return -1
}

// placeOf is the file in which an entry of the config stands.
func (e *explanation) placeOf(p config.Place) string {
	if p.File != "" {
		return e.env.shorten(p.File)
	}
	return e.configName()
}

func (e *explanation) configName() string {
	if e.cfg.Path == "" {
		return "the defaults"
	}
	return e.env.shorten(e.cfg.Path)
}

// nothing says why there is nothing to say.
func (e *explanation) nothing() {
	where := fmt.Sprintf("%s:%d", e.env.relative(e.file), e.line)
	src, err := e.readFile(e.file)
	part := slices.ContainsFunc(e.driven.Packages, func(p driver.Package) bool {
		return slices.ContainsFunc(p.Files, func(f string) bool { return resolved(f) == e.file })
	})
	switch helper := e.inHelper(); {
	case err == nil && e.line > lineCount(src): // of an editor, whose text is not that of the file
		e.printf("%s: the file has no such line", where)
	case !part:
		e.printf("%s: the file is no part of the package as it is built here: its build constraints, or -tags, decide", where)
	case generated(src) && !e.cfg.Generated:
		e.printf("%s: the file is generated: only \"generated: true\" in %s reports on it", where, config.FileName)
	case helper != "":
		e.printf("%s: a go statement in the body of %s, which is an approved helper: it is exempt, for someone has to write one", where, helper)
	default:
		e.printf("%s: no launch, and nothing opened here that tether knows must be closed", where)
		e.elsewhere()
	}
}

func generated(src []byte) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.PackageClauseOnly|parser.ParseComments)
	return err == nil && ast.IsGenerated(f)
}
