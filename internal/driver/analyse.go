package driver

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
)

// analyseSource analyses a package from source. The outcome is n.result of a
// named one, unless it is known already, and n.encoded of one that is imported.
// What it keeps of syntax and types ends with it.
func (r *runner) analyseSource(n *node) {
	c, problems := r.check(n, true)
	defer func() {
		if c != nil && !n.due && !n.adopted {
			r.forget(c.files)
		}
	}()
	if len(problems) == 0 || slices.ContainsFunc(problems, isCgoFailure) {
		r.compilerProblems(n) // the type checker accepts what the compiler does not
	}
	if len(problems) > 0 {
		r.reject(n, problems)
		return
	}
	r.declare(n, c)
	a := &analysisRun{runner: r, node: n, checked: c, facts: newLocalFacts(), results: make(map[*analysis.Analyzer]any)}
	analyzers := r.suite.facts
	if n.named && n.result == nil {
		analyzers = r.suite.all
	}
	for _, an := range analyzers {
		if r.ctx.Err() != nil {
			return
		}
		a.run(an)
	}
	if n.named && n.result == nil {
		n.result = a.collect(r.suite.all)
	}
	a.analyzers = analyzers
	switch {
	case n.used && n.named && r.later != nil: // of another they are asked for now
		n.due = true
		*r.later = append(*r.later, a)
	case n.used:
		a.export(r.demandOn(n))
		if r.syntax != nil {
			n.out = r.shape(c, n.encoded)
		}
	}
}

// export provides the facts of a package that some other one imports. Last comes
// what analyzers have to export on demand only, as it may take as long as all else
// that they do.
func (a *analysisRun) export(d *demand) { a.node.encoded = a.demanded(d) }

func (a *analysisRun) demanded(d *demand) *encodedFacts {
	for _, an := range a.analyzers {
		if result, ok := a.results[an].(interface{ ExportFacts(func(string) bool) }); ok {
			result.ExportFacts(d.asks)
			a.failures(result)
		}
	}
	encoded, err := a.facts.encode()
	if err != nil {
		a.problem(err.Error())
		return nil
	}
	encoded.Skipped = sortedKeys(d.skipped)
	return encoded
}

// moreFacts analyses a package again, which has no other problems by now than those that
// are known.
func (r *runner) moreFacts(n *node, level int, known map[string]bool) *factTable {
	if level == 0 && n.analysed { // by what is mentioned
		return n.facts
	}
	c, problems := r.check(n, true)
	if len(problems) > 0 {
		n.tainted.Store(true)
		return nil
	}
	defer r.forget(c.files)
	r.stats.again.Add(1)
	d := new(demand)
	if level == 0 {
		d = r.demandOn(n)
		d.besides = func(name string) bool { return !known[name] }
	}
	a := &analysisRun{runner: r, node: n, checked: c, facts: newLocalFacts(), results: make(map[*analysis.Analyzer]any), analyzers: r.suite.facts}
	for _, an := range r.suite.facts {
		if r.ctx.Err() != nil {
			return nil
		}
		a.run(an)
	}
	encoded := a.demanded(d)
	if encoded != nil && !n.tainted.Load() && r.ctx.Err() == nil {
		put(r.store, n, factsKind, *encoded)
	}
	return encoded.decode(r.suite)
}

// compilerProblems records what the compiler said of a named package; of the
// others it is recorded already.
func (r *runner) compilerProblems(n *node) {
	for _, e := range n.pkg.Errors {
		n.tainted.Store(true)
		if n.named {
			r.addProblem(n, r.graph.listProblems(n, e)...)
		}
	}
}

// isCgoFailure recognises what the type checker says of files that cgo could not
// translate.
func isCgoFailure(p Problem) bool { return strings.HasPrefix(p.Message, "could not import C ") }

// reject records why a package cannot be analysed. For a dependency that the
// compiler accepted that is no problem of the user's: its facts are unknown, as
// are those of a function without a body, and nothing is kept.
func (r *runner) reject(n *node, problems []Problem) {
	n.tainted.Store(true)
	if r.ctx.Err() != nil {
		n.interrupted = true
	}
	if n.cause == nil {
		n.cause = n
	}
	if !n.named && !n.source {
		return
	}
	problems = slices.DeleteFunc(problems, func(p Problem) bool {
		return isCgoFailure(p) && len(n.pkg.Errors) > 0 // which say it better
	})
	r.addProblem(n, problems[:min(len(problems), maxErrors)]...)
}

// An analysisRun is the analysis of one package.
type analysisRun struct {
	*runner
	node    *node
	checked *checked
	facts   *localFacts
	results map[*analysis.Analyzer]any // only of those that succeeded

	analyzers []*analysis.Analyzer // that were run
}

func (a *analysisRun) problem(message string) {
	a.node.tainted.Store(true)
	a.addProblem(a.node, Problem{Package: a.node.folded(), Message: message})
}

// run runs one analyzer, unless one that it requires failed.
func (a *analysisRun) run(an *analysis.Analyzer) {
	inputs := make(map[*analysis.Analyzer]any, len(an.Requires))
	for _, req := range an.Requires {
		result, ok := a.results[req]
		if !ok {
			return
		}
		inputs[req] = result
	}
	defer func() {
		if v := recover(); v != nil {
			a.problem(fmt.Sprintf("analyzer %s panicked: %v (at %s); please report this", an.Name, v, panicFrames()))
		}
	}()
	result, err := an.Run(a.pass(an, inputs))
	if err == nil && an.ResultType != nil && reflect.TypeOf(result) != an.ResultType {
		err = fmt.Errorf("its result is a %T, not a %v", result, an.ResultType)
	}
	if err != nil {
		a.problem(fmt.Sprintf("analyzer %s failed: %v", an.Name, err))
		return
	}
	a.results[an] = result
	a.failures(result)
}

// failures records the functions on which an analyzer failed.
func (a *analysisRun) failures(result any) {
	if broken, ok := result.(interface{ Failures() []string }); ok {
		for _, message := range broken.Failures() {
			a.problem(message)
		}
	}
}

// panicFrames returns the innermost functions on the stack of a panic that is
// being recovered, without those of the runtime.
func panicFrames() string {
	const most = 4
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var names []string
	for len(names) < most {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			names = append(names, fmt.Sprintf("%s:%d", f.Function, f.Line))
		}
		if !more || strings.HasSuffix(f.Function, ".(*analysisRun).run") {
			break
		}
	}
	return strings.Join(names, " < ")
}

// collect merges the findings of all analyzers that have any.
func (a *analysisRun) collect(analyzers []*analysis.Analyzer) *finding.Result {
	var results []*finding.Result
	for _, an := range analyzers {
		if result, ok := a.results[an].(*finding.Result); ok {
			results = append(results, result)
		}
	}
	return finding.Merge(results...)
}

func (a *analysisRun) pass(an *analysis.Analyzer, inputs map[*analysis.Analyzer]any) *analysis.Pass {
	p := a.node.pkg
	return &analysis.Pass{
		Analyzer:          an,
		Fset:              a.universe.fset,
		Files:             a.checked.files,
		OtherFiles:        p.OtherFiles,
		IgnoredFiles:      p.IgnoredFiles,
		Pkg:               a.checked.pkg,
		TypesInfo:         a.checked.info,
		TypesSizes:        a.checked.sizes,
		Module:            a.node.analysisModule(),
		Report:            func(analysis.Diagnostic) {}, // results tell more
		ResultOf:          inputs,
		ReadFile:          a.graph.overlay.read,
		ImportObjectFact:  a.importObjectFact,
		ImportPackageFact: a.importPackageFact,
		ExportObjectFact:  a.exportObjectFact,
		ExportPackageFact: func(fact analysis.Fact) { a.facts.pkg[reflect.TypeOf(fact)] = fact },
		AllObjectFacts:    a.allObjectFacts,
		AllPackageFacts:   a.allPackageFacts,
	}
}

func (a *analysisRun) importObjectFact(obj types.Object, fact analysis.Fact) bool {
	if obj == nil {
		panic("ImportObjectFact of no object")
	}
	if obj.Pkg() == nil {
		return false
	}
	if obj.Pkg() == a.checked.pkg {
		found, ok := a.facts.objects[objectFact{obj, reflect.TypeOf(fact)}]
		if ok {
			copyFact(fact, found)
		}
		return ok
	}
	dep, table := a.factsAbout(obj.Pkg(), obj.Name())
	if table == nil || len(table.facts) == 0 {
		return false
	}
	if path, ok := a.universe.pathOf(obj); ok {
		return table.lookup(path, fact)
	}
	if _, err := a.load(dep); err != nil { // search wants it complete
		return false
	}
	path, ok := table.search(obj.Pkg(), obj)
	return ok && table.lookup(path, fact)
}

func (a *analysisRun) importPackageFact(pkg *types.Package, fact analysis.Fact) bool {
	if pkg == a.checked.pkg {
		found, ok := a.facts.pkg[reflect.TypeOf(fact)]
		if ok {
			copyFact(fact, found)
		}
		return ok
	}
	_, table := a.factsAbout(pkg, "")
	return table != nil && table.lookup("", fact)
}

// factsAbout returns what is known of objects of a name in an imported package, nil if
// nothing is.
func (a *analysisRun) factsAbout(pkg *types.Package, name string) (*node, *factTable) {
	dep := a.node.view.lookup(pkg.Path())
	if dep == nil || dep.std || dep == a.node {
		return nil, nil
	}
	table := a.factsOf(dep, name)
	if dep.tainted.Load() {
		a.node.tainted.Store(true)
	}
	return dep, table
}

func (a *analysisRun) exportObjectFact(obj types.Object, fact analysis.Fact) {
	if obj.Pkg() != a.checked.pkg {
		panic(fmt.Sprintf("fact %T of %v exported from package %s", fact, obj, a.checked.pkg.Path()))
	}
	a.facts.objects[objectFact{obj, reflect.TypeOf(fact)}] = fact
}

// allObjectFacts returns the package's own facts only, as the package comment says.
func (a *analysisRun) allObjectFacts() []analysis.ObjectFact {
	var all []analysis.ObjectFact
	for key, fact := range a.facts.objects {
		all = append(all, analysis.ObjectFact{Object: key.obj, Fact: fact})
	}
	return all
}

func (a *analysisRun) allPackageFacts() []analysis.PackageFact {
	var all []analysis.PackageFact
	for _, fact := range a.facts.pkg {
		all = append(all, analysis.PackageFact{Package: a.checked.pkg, Fact: fact})
	}
	return all
}
