// This file makes names out of what is written: a variable of an expression, its singular, other cases.

package rewrite

import (
	"go/ast"
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelledName is a name for a variable that takes the value of an expression.
func spelledName(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return lowerFirst(x.Name)
	case *ast.SelectorExpr:
		return lowerFirst(x.Sel.Name)
	case *ast.CallExpr:
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); ok && (id.Name == "len" || id.Name == "cap") && len(x.Args) == 1 {
			return spelledName(x.Args[0]) + upperFirst(id.Name) // queueLen
		}
		return spelledName(x.Fun)
	case *ast.StarExpr:
		return spelledName(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			return "" // it is not that
		}
		return spelledName(x.X)
	case *ast.IndexExpr: // one of many
		return singular(spelledName(x.X))
	case *ast.SliceExpr:
		return spelledName(x.X)
	}
	return ""
}

// singular names one of many: listener of listeners, entry of entries. A name that it would
// spoil stays.
func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "ies") && len(name) > 4:
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses") || strings.HasSuffix(name, "ches") || strings.HasSuffix(name, "xes"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "ss") || strings.HasSuffix(name, "us") || strings.HasSuffix(name, "is") || len(name) < 4:
		return name
	}
	if one := strings.TrimSuffix(name, "s"); token.IsIdentifier(one) {
		return one
	}
	return name
}

// lowerFirst makes a name begin as that of a variable does: httpHandler of HTTPHandler,
// url of URL.
func lowerFirst(s string) string {
	runes := []rune(s)
	n := 0
	for n < len(runes) && unicode.IsUpper(runes[n]) {
		n++
	}
	if n > 1 && n < len(runes) && unicode.IsLower(runes[n]) {
		n-- // it begins the next word
	}
	return strings.ToLower(string(runes[:n])) + string(runes[n:])
}

// upperFirst makes a name begin with a capital.
func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
