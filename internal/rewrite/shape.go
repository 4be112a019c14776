// This file finds out how a helper of the config is called, and with what. The sources, in this
// order, are the call that the config shows, the helper's type, and its declaration in the
// module:
//
//	call: pool.Submit(ctx, name, func(context.Context) error)
//
// A context and a name can be filled in; any other parameter has the fix refused, with the
// reason.

package rewrite

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// A shape is how a helper is called.
type shape struct {
	args   []slot
	params []string // the types of the function's parameters
	result bool     // the function returns an error
}

// A slot is an argument: what kind of value goes there, or its text.
type slot struct {
	kind slotKind
	text string
}

// A slotKind is what an argument of a helper is.
type slotKind int

const (
	verbatim slotKind = iota
	contextSlot
	nameSlot
	funcSlot
)

// fill writes the arguments of the call. The function is written by the editor, which knows
// what becomes of its operands: so the arguments are kept in two halves around it.
func (b *filler) fill(t *target, s *shape) {
	seen := false
	for _, slot := range s.args {
		arg := slot.text
		switch slot.kind {
		case contextSlot:
			arg = b.context()
		case nameSlot:
			arg = b.name()
		case funcSlot:
			seen = true
			continue
		}
		if seen {
			t.after += ", " + arg
		} else {
			t.before = append(t.before, arg)
		}
	}
	t.params, t.returns = strings.Join(s.params, ", "), s.result
}

// shapeOf returns how a helper is called: as the config's template says, else as
// its signature does, which is known where the package depends on the helper's, or
// where the helper is of the same module.
func (b *filler) shapeOf(h *config.Helper, fn config.FuncName, sig *types.Signature) (*shape, string) {
	unknown := "the config does not say how " + shortFunc(fn) + " is called"
	// The team's own words first, then what the compiler knows, then what the source says.
	if call := parseCall(h.Call); call != nil {
		return b.shapeOfTemplate(call, fn, sig)
	}
	if sig != nil {
		return b.shapeOfSignature(h, fn, sig)
	}
	if fn.Package == trackedPath && fn.Type == "" { // known by heart
		s := &shape{args: []slot{{kind: contextSlot}, {kind: nameSlot}}}
		if fn.Name == "Go" {
			s.args = append(s.args, slot{kind: funcSlot})
			s.params, s.result = []string{b.contextType()}, true
		}
		return s, ""
	}
	decl, file := b.r.Declared(b.src, fn)
	if decl == nil {
		return nil, unknown
	}
	return b.shapeOfDecl(h, fn, decl, file)
}

// shapeOfTemplate reads a call of the config. Its arguments are parameters by name,
// literals, and the type of the function.
func (b *filler) shapeOfTemplate(call *ast.CallExpr, fn config.FuncName, sig *types.Signature) (*shape, string) {
	s := new(shape)
	own := ""
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && fn.Type == "" {
		own = source.Text(sel.X)
	}
	for i, arg := range call.Args {
		switch arg := arg.(type) {
		case *ast.FuncType:
			// A template has no imports: a name in it is context, or the package of the helper itself.
			resolve := func(name string) string {
				switch name {
				case "context":
					return "context"
				case own, "", source.PathBase(fn.Package), source.BaseName(fn.Package):
					return fn.Package
				}
				return ""
			}
			if why := b.function(s, fn, arg, resolve); why != "" {
				return nil, why
			}
		case *ast.BasicLit:
			s.args = append(s.args, slot{verbatim, arg.Value})
		case *ast.Ident:
			kind, ok := kindOfName(arg.Name, i, sig)
			if !ok {
				return nil, "what to give " + shortFunc(fn) + " for " + arg.Name + " is not known"
			}
			s.args = append(s.args, slot{kind, arg.Name})
		default:
			return nil, "what to give " + shortFunc(fn) + " for " + source.Text(arg) + " is not known"
		}
	}
	return s, s.misfit(fn, sig)
}

// misfit says why a template is not how the function is called, "" where it is or may be. The
// config may be older than the helper: what the compiler knows goes before what a team wrote.
func (s *shape) misfit(fn config.FuncName, sig *types.Signature) string {
	if sig == nil {
		return ""
	}
	if n := len(s.args); n > sig.Params().Len() && !sig.Variadic() || n < sig.Params().Len() && !(sig.Variadic() && n == sig.Params().Len()-1) {
		return "the config does not call " + shortFunc(fn) + " as it is declared"
	}
	if at := slices.IndexFunc(s.args, func(a slot) bool { return a.kind == funcSlot }); at >= 0 {
		if _, ok := sig.Params().At(min(at, sig.Params().Len()-1)).Type().Underlying().(*types.Signature); !ok {
			return shortFunc(fn) + " takes no function there"
		}
	}
	return ""
}

// kindOfName tells what a parameter of a template is: its type says so where the
// signature is known, else its name.
func kindOfName(name string, i int, sig *types.Signature) (slotKind, bool) {
	if slices.Contains([]string{"nil", "true", "false", "iota"}, name) {
		return verbatim, true
	}
	if sig != nil {
		if i >= sig.Params().Len() {
			return 0, false
		}
		return kindOfType(sig.Params().At(i).Type())
	}
	// Without a signature only the usual names are believed. A wrong guess would not compile, which is
	// worse than no fix.
	switch lower := strings.ToLower(name); {
	case strings.HasSuffix(lower, "ctx"), strings.HasSuffix(lower, "context"), lower == "c", lower == "parent":
		return contextSlot, true
	case strings.Contains(lower, "name"), strings.Contains(lower, "task"), strings.Contains(lower, "label"),
		slices.Contains([]string{"title", "what", "desc", "description", "id", "key", "op", "n", "s"}, lower):
		return nameSlot, true
	}
	return 0, false
}

// kindOfType is what an argument of a type is filled with, if it is anything. A string is taken
// for a name: a helper with a string for anything else shows it by a template.
func kindOfType(t types.Type) (slotKind, bool) {
	if typesx.IsContext(t) {
		return contextSlot, true
	}
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Kind() == types.String {
		return nameSlot, true
	}
	return 0, false
}

// shapeOfSignature fills the parameters by their types. One that is variadic and
// last may stay away.
func (b *filler) shapeOfSignature(h *config.Helper, fn config.FuncName, sig *types.Signature) (*shape, string) {
	s := new(shape)
	launched := false
	for i := range sig.Params().Len() {
		p := sig.Params().At(i)
		if f, ok := p.Type().Underlying().(*types.Signature); ok && !launched && (h.Fn < 0 || h.Fn == i) && h.Start == "" {
			launched = true
			if why := b.functionOfType(s, fn, f); why != "" {
				return nil, why
			}
			continue
		}
		// Options: none are the default.
		if sig.Variadic() && i == sig.Params().Len()-1 {
			break
		}
		kind, ok := kindOfType(p.Type())
		if !ok {
			return nil, "what to give " + shortFunc(fn) + " for its parameter " + orElse(p.Name(), strconv.Itoa(i+1)) + " is not known"
		}
		s.args = append(s.args, slot{kind: kind})
	}
	if h.Start != "" {
		return b.startShape(h, fn, sig, s)
	}
	if !launched {
		return nil, shortFunc(fn) + " takes no function"
	}
	return s, ""
}

// startShape checks that the first half of the handle form returns the handle, and nothing else:
// an error beside it would have to be looked at, which nobody can write for the author.
//
//	handle := pool.Begin(ctx, "flush")
//	go func() {
//		defer handle.Done()
func (b *filler) startShape(h *config.Helper, fn config.FuncName, sig *types.Signature, s *shape) (*shape, string) {
	if sig.Results().Len() == 1 {
		obj, _, _ := types.LookupFieldOrMethod(sig.Results().At(0).Type(), true, b.r.Pass.Pkg, h.Done)
		if done, ok := obj.(*types.Func); ok && done.Signature().Params().Len() == 0 {
			return s, ""
		}
	}
	return nil, shortFunc(fn) + " does not return just a handle with " + h.Done
}

// functionOfType describes the function that a helper launches.
func (b *filler) functionOfType(s *shape, fn config.FuncName, f *types.Signature) string {
	// Types are written as this file names their packages.
	qualify := func(p *types.Package) string {
		if p == b.r.Pass.Pkg {
			return ""
		}
		return b.pkg(p.Path(), p.Name())
	}
	for i := range f.Params().Len() {
		typ := types.TypeString(f.Params().At(i).Type(), qualify)
		// A literal of that type would have to name it, and a variadic one cannot be told from a list.
		if unexported.MatchString(typ) || f.Variadic() {
			return "the function of " + shortFunc(fn) + " cannot be written here"
		}
		s.params = append(s.params, typ)
	}
	switch results := f.Results(); {
	case results.Len() == 0:
	// An error is given as nil: what is launched returns none.
	case results.Len() == 1 && typesx.IsError(results.At(0).Type()):
		s.result = true
	default:
		return "the function of " + shortFunc(fn) + " has results that the launched one does not have"
	}
	s.args = append(s.args, slot{kind: funcSlot})
	return ""
}

// unexported matches a qualified name that cannot be named elsewhere, somewhere in the text of a
// type: map[string]pool.job.
var unexported = regexp.MustCompile(`\.\p{Ll}`)

// shapeOfDecl fills the parameters by their types, as far as the source says them.
func (b *filler) shapeOfDecl(h *config.Helper, fn config.FuncName, decl *ast.FuncDecl, file *ast.File) (*shape, string) {
	if h.Start != "" {
		return nil, "what " + shortFunc(fn) + " returns is not known here"
	}
	resolve := func(name string) string {
		if name == "" {
			return fn.Package
		}
		// The file of the helper, not this one, says what the names in its declaration mean.
		for _, imp := range file.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			if imp.Name != nil && imp.Name.Name == name || imp.Name == nil && source.PathBase(path) == name {
				return path
			}
		}
		return ""
	}
	s := new(shape)
	launched, at := false, 0
	for _, field := range decl.Type.Params.List {
		for range max(1, len(field.Names)) {
			at++
			switch t := field.Type.(type) {
			case *ast.FuncType:
				if !launched && (h.Fn < 0 || h.Fn == at-1) {
					launched = true
					if why := b.function(s, fn, t, resolve); why != "" {
						return nil, why
					}
					continue
				}
			// Only types that can be told by their text: any other could be an alias of anything.
			case *ast.Ellipsis:
				continue
			case *ast.SelectorExpr:
				if source.Text(t) == "context.Context" {
					s.args = append(s.args, slot{kind: contextSlot})
					continue
				}
			case *ast.Ident:
				if t.Name == "string" {
					s.args = append(s.args, slot{kind: nameSlot})
					continue
				}
			}
			return nil, "what to give " + shortFunc(fn) + " for its parameter " + strconv.Itoa(at) + " is not known"
		}
	}
	if !launched {
		return nil, shortFunc(fn) + " takes no function"
	}
	return s, ""
}

// function describes the function that a helper launches by the type expression
// that a template or a declaration has; resolve tells what package a name means.
func (b *filler) function(s *shape, fn config.FuncName, f *ast.FuncType, resolve func(string) string) string {
	for _, field := range f.Params.List {
		typ, ok := b.typeText(field.Type, resolve)
		if !ok {
			return "the function of " + shortFunc(fn) + " cannot be written here"
		}
		for range max(1, len(field.Names)) {
			s.params = append(s.params, typ)
		}
	}
	switch results := f.Results; {
	case results == nil || results.NumFields() == 0:
	case results.NumFields() == 1 && source.Text(results.List[0].Type) == "error":
		s.result = true
	default:
		return "the function of " + shortFunc(fn) + " has results that the launched one does not have"
	}
	s.args = append(s.args, slot{kind: funcSlot})
	return ""
}

// typeText writes a type expression of elsewhere for this file.
func (b *filler) typeText(x ast.Expr, resolve func(string) string) (string, bool) {
	named := func(pkg, name string) (string, bool) {
		path := resolve(pkg)
		switch {
		case path == "" || !ast.IsExported(name):
			return "", false
		// Within its own package a name stands alone.
		case path == b.r.OwnPath():
			return name, true
		}
		return b.pkg(path, orElse(b.r.PackageNamed(b.src, path), orElse(pkg, source.BaseName(path)))) + "." + name, true
	}
	switch x := x.(type) {
	case *ast.Ident:
		if types.Universe.Lookup(x.Name) != nil {
			return x.Name, b.r.Lookup(x.Name, b.stmt.Pos()) == source.Universe(x.Name)
		}
		return named("", x.Name)
	case *ast.SelectorExpr:
		if id, ok := x.X.(*ast.Ident); ok {
			return named(id.Name, x.Sel.Name)
		}
	case *ast.StarExpr:
		typ, ok := b.typeText(x.X, resolve)
		return "*" + typ, ok
	case *ast.ArrayType:
		if x.Len == nil {
			typ, ok := b.typeText(x.Elt, resolve)
			return "[]" + typ, ok
		}
	}
	return "", false
}
