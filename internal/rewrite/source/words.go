// This file makes names out of what is written: a variable of an expression, its singular, other cases.

package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SpelledName is a name for a variable that takes the value of an expression.
func SpelledName(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return LowerFirst(x.Name)
	case *ast.SelectorExpr:
		return LowerFirst(x.Sel.Name)
	case *ast.CallExpr:
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); ok && (id.Name == "len" || id.Name == "cap") && len(x.Args) == 1 {
			return SpelledName(x.Args[0]) + UpperFirst(id.Name) // queueLen
		}
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); ok && len(x.Args) == 1 && types.Universe.Lookup(id.Name) != nil {
			return SpelledName(x.Args[0]) // name of string(name)
		}
		if _, ok := x.Fun.(*ast.ArrayType); ok && len(x.Args) == 1 {
			return SpelledName(x.Args[0]) // and of []byte(name)
		}
		return SpelledName(x.Fun)
	case *ast.StarExpr:
		return SpelledName(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			return "" // it is not that
		}
		return SpelledName(x.X)
	case *ast.IndexExpr: // one of many
		return singular(SpelledName(x.X))
	case *ast.SliceExpr:
		return SpelledName(x.X)
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

// LowerFirst makes a name begin as that of a variable does: httpHandler of HTTPHandler,
// url of URL.
func LowerFirst(s string) string {
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

// UpperFirst makes a name begin with a capital.
func UpperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
