package config

import (
	"fmt"
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A FuncName is a function's name taken apart.
type FuncName struct {
	Package string // import path
	Type    string // receiver's type; "" for a function
	Pointer bool   // the receiver is a pointer
	Name    string
}

// CallableFrom reports whether the package of a path can call the function: it is its own,
// or the names are exported.
func (n FuncName) CallableFrom(path string) bool {
	return n.Package == path || token.IsExported(n.Name) && (n.Type == "" || token.IsExported(n.Type))
}

// Parts takes a name apart that was validated when it was read.
func (f Func) Parts() FuncName {
	n, _ := ParseFunc(string(f))
	return n
}

const funcForms = "write pkg.Func, (*pkg.T).Method or (pkg.T).Method, with pkg the import path"

// ParseFunc parses the name of a function or method.
func ParseFunc(s string) (FuncName, error) {
	var n FuncName
	if strings.ContainsAny(s, "[]") {
		return n, fmt.Errorf("%q has type arguments: leave them out", s)
	}
	qualified, ok := strings.CutPrefix(s, "(")
	if !ok {
		n.Package, n.Name = cutLast(s)
		if err := n.check(s); err != nil {
			return n, err
		}
		return n, n.checkNoMethod(s)
	}
	qualified, n.Name, ok = strings.Cut(qualified, ").")
	if !ok {
		return n, badFunc(s)
	}
	qualified, n.Pointer = strings.CutPrefix(qualified, "*")
	n.Package, n.Type = cutLast(qualified)
	if !token.IsIdentifier(n.Type) {
		return n, badFunc(s)
	}
	return n, n.check(s)
}

// cutLast splits off what follows the last dot of the last path element.
func cutLast(s string) (path, name string) {
	dot := strings.LastIndexByte(s, '.')
	if dot < 0 || dot < strings.LastIndexByte(s, '/') {
		return "", s
	}
	return s[:dot], s[dot+1:]
}

func badFunc(s string) error {
	return fmt.Errorf("%q is not the name of a function: %s", s, funcForms)
}

func (n FuncName) check(s string) error {
	path := n.Package
	if !token.IsIdentifier(n.Name) || path == "" || strings.ContainsAny(path, " \t()*\"`\\") ||
		strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.HasPrefix(path, ".") {
		return badFunc(s)
	}
	return nil
}

// checkNoMethod refuses pkg.T.Method: the path of a package may have dots, but
// one that ends in an exported name is a type that lacks its parentheses.
func (n FuncName) checkNoMethod(s string) error {
	path, typ := cutLast(n.Package)
	if r, _ := utf8.DecodeRuneInString(typ); path != "" && unicode.IsUpper(r) {
		return fmt.Errorf("%q is not the name of a function: for a method write (*%s).%s, or without the * for a value receiver",
			s, n.Package, n.Name)
	}
	return nil
}
