package cli

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/syntax"
)

// What a config says of a function is held against its declaration, as far as the
// syntax of its package tells: a type that is declared elsewhere may be anything.

// A signature is the declaration of a function that a config names.
type signature struct {
	files  []*ast.File // of its package
	typ    *ast.FuncType
	params []ast.Expr // the type of each parameter
}

// signatureOf finds the declaration of a function, or that of an interface's method.
func signatureOf(files []*ast.File, fn config.FuncName) *signature {
	var typ *ast.FuncType
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == fn.Name && syntax.ReceiverName(d) == fn.Type {
					typ = d.Type
				}
			case *ast.GenDecl:
				if t := interfaceMethod(d, fn); t != nil {
					typ = t
				}
			}
		}
	}
	if typ == nil {
		return nil
	}
	s := &signature{files: files, typ: typ}
	for _, p := range typ.Params.List {
		for range max(len(p.Names), 1) {
			s.params = append(s.params, p.Type)
		}
	}
	return s
}

func interfaceMethod(d *ast.GenDecl, fn config.FuncName) *ast.FuncType {
	for _, spec := range d.Specs {
		t, ok := spec.(*ast.TypeSpec)
		if !ok || t.Name.Name != fn.Type {
			continue
		}
		if i, ok := t.Type.(*ast.InterfaceType); ok {
			for _, m := range i.Methods.List {
				if len(m.Names) == 1 && m.Names[0].Name == fn.Name {
					typ, _ := m.Type.(*ast.FuncType)
					return typ
				}
			}
		}
	}
	return nil
}

// A verdict of syntax: what is not known may be.
type truth int

const (
	no truth = iota
	maybe
	yes
)

// isFunc says whether a type is a function.
func (s *signature) isFunc(t ast.Expr) truth {
	switch t := t.(type) {
	case *ast.ParenExpr:
		return s.isFunc(t.X)
	case *ast.Ellipsis:
		return s.isFunc(t.Elt)
	case *ast.FuncType:
		return yes
	case *ast.StarExpr, *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.StructType, *ast.InterfaceType:
		return no
	case *ast.Ident:
		if spec := s.declared(t.Name); spec != nil {
			return s.isFunc(spec.Type)
		}
		if basic[t.Name] {
			return no
		}
	}
	return maybe
}

var basic = map[string]bool{"string": true, "bool": true, "int": true, "int64": true, "int32": true, "uint": true, "uint64": true,
	"float64": true, "byte": true, "rune": true, "error": true, "any": true, "uint32": true, "uint8": true}

func (s *signature) declared(name string) *ast.TypeSpec {
	for _, f := range s.files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok && t.Name.Name == name {
					return t
				}
			}
		}
	}
	return nil
}

// functions are the indices of the parameters that are, or may be, functions.
func (s *signature) functions() (list []int) {
	for i, p := range s.params {
		if s.isFunc(p) != no {
			list = append(list, i)
		}
	}
	return list
}

// text is the signature as source, of a function so named.
func (s *signature) text(name string) string {
	var out bytes.Buffer
	if printer.Fprint(&out, token.NewFileSet(), s.typ) != nil {
		return name
	}
	return name + strings.Join(strings.Fields(strings.TrimPrefix(out.String(), "func")), " ")
}

// helperFault says how a helper's entry does not fit its function, or "".
func helperFault(h *config.Helper, s *signature) string {
	functions := s.functions()
	switch {
	case len(functions) == 0:
		return fmt.Sprintf("takes no function to launch: it is %s", s.text(h.Launch.Parts().Name))
	case h.Fn >= len(s.params):
		return fmt.Sprintf("fn: %d is no parameter of %s%s", h.Fn, s.text(h.Launch.Parts().Name), candidates(functions))
	case h.Fn >= 0 && !slices.Contains(functions, h.Fn):
		return fmt.Sprintf("fn: %d is no function in %s%s", h.Fn, s.text(h.Launch.Parts().Name), candidates(functions))
	case h.Call != "":
		return s.callFault(h)
	}
	return ""
}

func candidates(functions []int) string {
	var list []string
	for _, i := range functions {
		list = append(list, fmt.Sprint(i))
	}
	return ": write fn: " + strings.Join(list, " or ")
}

// callFault says how the template of a call does not fit the function.
func (s *signature) callFault(h *config.Helper) string {
	expr, err := parser.ParseExpr(h.Call)
	call, ok := expr.(*ast.CallExpr)
	if err != nil || !ok {
		return "" // has been said
	}
	want := s.text(h.Launch.Parts().Name)
	variadic := len(s.params) > 0
	if variadic {
		_, variadic = s.params[len(s.params)-1].(*ast.Ellipsis)
	}
	given := len(call.Args)
	switch {
	case !variadic && given != len(s.params), variadic && given < len(s.params)-1:
		return fmt.Sprintf("call: %q has %d arguments, and the function is %s", h.Call, given, want)
	}
	if name := calledName(call.Fun); name != "" && name != h.Launch.Parts().Name {
		return fmt.Sprintf("call: %q calls %s, and the function is %s", h.Call, name, want)
	}
	for i, arg := range call.Args {
		if _, ok := arg.(*ast.FuncType); ok && s.isFunc(s.params[min(i, len(s.params)-1)]) == no {
			return fmt.Sprintf("call: %q gives a function as argument %d, and the function is %s", h.Call, i, want)
		}
	}
	return ""
}

func calledName(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.SelectorExpr:
		return fun.Sel.Name
	case *ast.Ident:
		return fun.Name
	}
	return ""
}

// releaseFault says that the result of an opener has no such method, or "".
func releaseFault(r *config.Resource, s *signature) string {
	if r.Field != "" || s.typ.Results == nil {
		return ""
	}
	var results []ast.Expr
	for _, f := range s.typ.Results.List {
		for range max(len(f.Names), 1) {
			results = append(results, f.Type)
		}
	}
	if r.Result >= len(results) {
		return fmt.Sprintf("result: %d is no result of %s", r.Result, s.text(r.Open.Parts().Name))
	}
	t := results[r.Result]
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	id, ok := t.(*ast.Ident)
	if !ok {
		return ""
	}
	spec := s.declared(id.Name)
	if spec == nil {
		return ""
	}
	methods := s.methods(id.Name)
	for _, release := range r.Release {
		if !token.IsIdentifier(release) || s.mayHave(id.Name, release, nil) {
			continue
		}
		fault := fmt.Sprintf("release: %s has no method %s", id.Name, release)
		if near := config.Nearest(release, methods); near != "" {
			return fault + fmt.Sprintf(": did you mean %s?", near)
		}
		if len(methods) > 0 {
			fault += ": it has " + strings.Join(methods, ", ")
		}
		return fault
	}
	return ""
}

// mayHave reports whether a type of the package may have a method: declared, or by
// embedding.
func (s *signature) mayHave(name, method string, seen []string) bool {
	spec := s.declared(name)
	if spec == nil || slices.Contains(s.methods(name), method) {
		return true
	}
	t, ok := spec.Type.(*ast.StructType)
	if !ok {
		return mayHave(spec.Type, method)
	}
	for _, f := range t.Fields.List {
		embedded := f.Type
		if p, ok := embedded.(*ast.StarExpr); ok {
			embedded = p.X
		}
		id, local := embedded.(*ast.Ident)
		if len(f.Names) == 0 && (!local || !slices.Contains(seen, id.Name) && s.mayHave(id.Name, method, append(seen, name))) {
			return true
		}
	}
	return false
}

// methods are the exported methods that are declared for a type, sorted.
func (s *signature) methods(name string) (list []string) {
	for _, f := range s.files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && syntax.ReceiverName(d) == name && d.Name.IsExported() {
				list = append(list, d.Name.Name)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// nearestName is the function of a package that was probably meant, or "".
func nearestName(files []*ast.File, fn config.FuncName) string {
	var names []string
	for _, f := range files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Name.IsExported() {
				name := d.Name.Name
				if t := syntax.ReceiverName(d); t != "" {
					name = t + "." + name
				}
				names = append(names, name)
			}
		}
	}
	word := fn.Name
	if fn.Type != "" {
		word = fn.Type + "." + fn.Name
	}
	near := config.Nearest(word, names)
	typ, method, ok := strings.Cut(near, ".")
	switch {
	case near == "":
		return ""
	case !ok:
		return fn.Package + "." + near
	}
	return "(*" + fn.Package + "." + typ + ")." + method
}
