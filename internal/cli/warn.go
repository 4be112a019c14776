package cli

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
)

// warn says what in the configs matches nothing, as a misspelt helper does: the
// config means something else than it does. Only a run over a whole module can
// tell that a package is never seen.
//
// What it says of functions that are there, and that does not fit them, is an error;
// warn reports whether there is none.
func (j *job) warn(out *driver.Outcome) (fits bool) {
	w := &warner{job: j, out: out, whole: j.everything(j.env) && len(out.Problems) == 0, files: make(map[string][]*ast.File)}
	modules := make(map[*config.Config][]string)
	var order []*config.Config
	seen := make(map[string]bool)
	for _, p := range out.Packages {
		cfg := j.configFor(p.Dir)
		if p.Dir != "" && !j.quiet {
			j.misnamed(&p, cfg.Path == "", seen)
		}
		if cfg.Path == "" {
			continue
		}
		if _, ok := modules[cfg]; !ok {
			order = append(order, cfg)
		}
		if !slices.Contains(modules[cfg], p.ModuleDir) && p.ModuleDir != "" {
			modules[cfg] = append(modules[cfg], p.ModuleDir)
		}
	}
	slices.SortFunc(order, func(a, b *config.Config) int { return cmp.Compare(a.Path, b.Path) })
	for _, cfg := range order {
		w.names(cfg)
		if w.whole && j.touched == nil { // what is left out may have what they lift
			w.excludes(cfg, modules[cfg])
		}
	}
	return !w.failed
}

// warnOff says which rules -rule names that are off in all that was looked at: that
// nothing is found then says nothing of the code.
func (j *job) warnOff(out *driver.Outcome) {
	for _, rule := range j.asked {
		by := ""
		isOn := slices.ContainsFunc(out.Packages, func(p driver.Package) bool {
			cfg := j.configFor(p.Dir)
			by = cfg.OffBy(rule, j.env.shorten(cfg.Path))
			return by == ""
		})
		if !isOn && by != "" {
			fmt.Fprintf(j.env.Stderr, "tether: -rule: nothing is reported of %s, which is off (%s)\n", rule, by)
		}
	}
}

// misnamed looks where a config for a package may lie for one that has another name than it
// should, and so is none. Without the dot a name may be that of something else, unless a
// module has no config at all.
func (j *job) misnamed(p *driver.Package, none bool, seen map[string]bool) {
	top := config.Top(p.Dir)
	for dir := p.Dir; !seen[dir]; dir = filepath.Dir(dir) {
		seen[dir] = true
		names := []string{".tether.yaml"}
		if none && dir == p.ModuleDir {
			names = append(names, "tether.yml", "tether.yaml")
		}
		for _, name := range names {
			if hasFile(dir, name) && !hasFile(dir, config.FileName) {
				fmt.Fprintf(j.env.Stderr, "%s: warning: not read: a config is named %s\n", j.env.shorten(filepath.Join(dir, name)), config.FileName)
			}
		}
		if dir == top {
			return
		}
	}
}

type warner struct {
	*job
	out   *driver.Outcome
	whole bool
	files map[string][]*ast.File // declarations of the packages looked at
	read  map[string]bool        // files that were analysed, once it is asked for

	mentioned map[string]bool // see mentions

	failed bool // some entry does not fit the code
}

func (w *warner) printf(cfg *config.Config, at config.Place, format string, args ...any) {
	if w.note != nil {
		w.note(cmp.Or(at.File, cfg.Path), at, true, fmt.Sprintf(format, args...))
	}
	if w.quiet {
		return
	}
	fmt.Fprintf(w.env.Stderr, "%s:%d:%d: warning: %s\n", w.env.shorten(cmp.Or(at.File, cfg.Path)), at.Line, at.Column, fmt.Sprintf(format, args...))
}

// fail is printf for an error, which is said in any case.
func (w *warner) fail(cfg *config.Config, at config.Place, format string, args ...any) {
	w.failed = true
	if w.note != nil {
		w.note(cmp.Or(at.File, cfg.Path), at, false, fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(w.env.Stderr, "%s:%d:%d: %s\n", w.env.shorten(cmp.Or(at.File, cfg.Path)), at.Line, at.Column, fmt.Sprintf(format, args...))
}

// names looks up the functions that a config names.
func (w *warner) names(cfg *config.Config) {
	for i := range cfg.Helpers {
		h := &cfg.Helpers[i]
		if h.Deny == "" || !catalog.IsBuiltin(string(h.Deny)) { // to forbid what nobody uses yet is no mistake
			w.name(cfg, h.Place, h.Name())
		}
		if s := w.signature(h.Launch); s != nil {
			if fault := helperFault(h, s); fault != "" {
				w.fail(cfg, h.Place, "helpers: %s: %s", h.Launch, fault)
			}
		}
		if h.Deny != "" && cfg.Accept != finding.Tracked {
			w.printf(cfg, h.Place, "helpers: deny under accept: %s reports no launch that is %s: write accept: tracked, to have each call of %s reported", cfg.Accept, passes(cfg.Accept), h.Deny)
		}
	}
	for _, l := range cfg.Launchers {
		w.name(cfg, l.Place, l.Call)
	}
	for _, r := range cfg.Resources {
		w.name(cfg, r.Place, cmp.Or(r.Open, r.Ignore))
		for _, release := range r.Release {
			if _, err := config.ParseFunc(release); err == nil {
				w.name(cfg, r.Place, config.Func(release))
			}
		}
		if s := w.signature(r.Open); s != nil {
			if fault := releaseFault(&r, s); fault != "" {
				w.fail(cfg, r.Place, "resources: %s: %s", r.Open, fault)
			}
		}
	}
	for i := range cfg.Exclude {
		if x := &cfg.Exclude[i]; x.Callee != "" {
			w.name(cfg, x.Place, x.Callee)
		}
	}
}

// passes are the classes that accept lets pass, for people.
func passes(accept finding.Class) string {
	if accept == finding.Bound {
		return "joined or bound"
	}
	return string(accept)
}

// signature finds the declaration of a function in a package that was loaded, or nil.
func (w *warner) signature(name config.Func) *signature {
	fn, err := config.ParseFunc(string(name))
	if err != nil {
		return nil
	}
	files, _ := w.declarations(fn.Package)
	return signatureOf(files, fn)
}

func (w *warner) name(cfg *config.Config, at config.Place, name config.Func) {
	fn, err := config.ParseFunc(string(name))
	if err != nil {
		return
	}
	files, loaded := w.declarations(fn.Package)
	switch {
	case !loaded && w.whole:
		w.printf(cfg, at, "%s matches nothing: no package here imports %s", name, fn.Package)
	case w.lacks(fn):
		hint := ""
		if near := nearestName(files, fn); near != "" {
			hint = fmt.Sprintf(": did you mean %s?", near)
		}
		w.printf(cfg, at, "%s matches nothing: package %s has no such function%s", name, fn.Package, hint)
	}
}

// lacks reports whether the package of a function was loaded, and does not have it.
func (w *warner) lacks(fn config.FuncName) bool {
	files, loaded := w.declarations(fn.Package)
	return loaded && len(files) > 0 && !declares(files, fn)
}

// declarations parses the files of a package that was loaded.
func (w *warner) declarations(importPath string) (files []*ast.File, loaded bool) {
	names, loaded := w.out.Files(importPath)
	if files, ok := w.files[importPath]; ok {
		return files, loaded
	}
	fset := token.NewFileSet()
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			files = nil // not known for sure
			break
		}
		files = append(files, f)
	}
	w.files[importPath] = files
	return files, loaded
}

// declares reports whether a package may declare a function. A type that embeds
// others may have their methods.
func declares(files []*ast.File, fn config.FuncName) bool {
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == fn.Name && syntax.ReceiverName(d) == fn.Type {
					return true
				}
			case *ast.GenDecl:
				if slices.ContainsFunc(d.Specs, func(s ast.Spec) bool { return specDeclares(s, fn) }) {
					return true
				}
			}
		}
	}
	return false
}

func specDeclares(s ast.Spec, fn config.FuncName) bool {
	switch s := s.(type) {
	case *ast.ValueSpec: // a variable that holds a function
		return fn.Type == "" && slices.ContainsFunc(s.Names, func(id *ast.Ident) bool { return id.Name == fn.Name })
	case *ast.TypeSpec:
		return s.Name.Name == fn.Type && mayHave(s.Type, fn.Name)
	}
	return false
}

// mayHave reports whether a type may have a method that is declared elsewhere.
func mayHave(t ast.Expr, method string) bool {
	var fields []*ast.Field
	switch t := t.(type) {
	case *ast.StructType:
		fields = t.Fields.List
	case *ast.InterfaceType:
		fields = t.Methods.List
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr: // named after another
		return true
	}
	return slices.ContainsFunc(fields, func(f *ast.Field) bool {
		return len(f.Names) == 0 || slices.ContainsFunc(f.Names, func(id *ast.Ident) bool { return id.Name == method })
	})
}

// excludes says which excludes lift nothing.
func (w *warner) excludes(cfg *config.Config, modules []string) {
	roots := []string{filepath.Dir(cfg.Path)}
	if w.named != nil {
		roots = modules
	}
	for i := range cfg.Exclude {
		x := &cfg.Exclude[i]
		if len(roots) == 0 || slices.Contains(w.out.Result.Excluded, finding.Excluded{Config: cfg.Key(), Index: i}) {
			continue
		}
		if dates.Passed(x.Until) {
			w.printf(cfg, x.Place, "exclude: %q counts no longer: it was until %s", x.Name(), x.Until)
			continue
		}
		path := *x
		if path.Path == "" {
			path.Path = "**"
		}
		switch some, idle := w.matched(cfg, &path, roots); {
		case !some:
			w.printf(cfg, x.Place, "exclude: %q matches no Go file%s", x.Path, meantGlob(x.Path, roots))
		case idle:
			w.printf(cfg, x.Place, "exclude: %q matches no finding%s: delete it", x.Name(), ofRules(x))
		}
	}
}

// meantGlob is the glob that was probably meant by one that matches no file.
func meantGlob(glob string, roots []string) string {
	for _, root := range roots {
		if info, err := os.Stat(filepath.Join(root, filepath.FromSlash(glob))); err == nil && info.IsDir() {
			return fmt.Sprintf(": it is a directory: write %q", strings.TrimSuffix(glob, "/")+"/**")
		}
	}
	return ""
}

// matched reports whether an exclude that lifted nothing matches some file, and
// whether it has nothing to lift in any. What the run did not judge may be there
// all the same: rules that are off, files that are built elsewhere, tests, what
// generators wrote; and what cannot be read may match.
func (w *warner) matched(cfg *config.Config, x *config.Exclude, roots []string) (some, idle bool) {
	idle = !slices.ContainsFunc(x.Rules, func(r finding.Rule) bool { return !cfg.Enabled(r) })
	for _, root := range roots {
		err := x.Files(root, func(file string) bool {
			some = true
			idle = idle && w.judged(cfg, file)
			return idle
		})
		if err != nil {
			return true, false
		}
	}
	return some, idle
}

// judged reports whether all that there is in a file was reported, or excluded.
func (w *warner) judged(cfg *config.Config, file string) bool {
	if !w.analysed(file) || strings.HasSuffix(file, "_test.go") && !w.test && !cfg.Tests {
		return false
	}
	src, err := os.ReadFile(file)
	return err == nil && (cfg.Generated || !generated(src))
}

func ofRules(x *config.Exclude) string {
	if len(x.Rules) == 0 {
		return ""
	}
	names := make([]string, len(x.Rules))
	for i, r := range x.Rules {
		names[i] = string(r)
	}
	return " of " + strings.Join(names, ", ")
}

// analysed reports whether a file is part of a package that the run analysed.
func (w *warner) analysed(name string) bool {
	if w.read == nil {
		w.read = make(map[string]bool)
		for _, p := range w.out.Packages {
			for _, f := range p.Files {
				w.read[f] = true
			}
		}
	}
	return w.read[name]
}
