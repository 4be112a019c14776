package toolchain

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/require"
)

// typeCheck returns what the type checker says of code of a Go to come.
func typeCheck(t *testing.T, src string) string {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	require.NoError(t, err)
	conf := types.Config{GoVersion: "go1.999"}
	if f.GoVersion != "" {
		conf.GoVersion = ""
	}
	_, err = conf.Check("p", fset, []*ast.File{f}, nil)
	var refused types.Error
	require.True(t, errors.As(err, &refused), "%v", err)
	return refused.Msg
}
