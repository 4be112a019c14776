package driver

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFactsAreEncodedTheSameEachTime(t *testing.T) {
	pkg := types.NewPackage("example.com/m", "m")
	local := newLocalFacts()
	for i := range 20 {
		f := types.NewFunc(token.NoPos, pkg, fmt.Sprintf("F%d", i), types.NewSignatureType(nil, nil, nil, nil, nil, false))
		pkg.Scope().Insert(f)
		local.objects[objectFact{f, reflect.TypeFor[*doc]()}] = &doc{f.Name()}
	}
	local.pkg[reflect.TypeFor[*packageDoc]()] = &packageDoc{"about m"}
	first, err := local.encode()
	require.NoError(t, err)
	for range 3 {
		again, err := local.encode()
		require.NoError(t, err)
		assert.Equal(t, first, again)
	}
	table := first.decode(newSuite(toy()))
	require.NotNil(t, table)
	var got doc
	assert.True(t, table.lookup("F7", &got))
	assert.Equal(t, doc{"F7"}, got)
	assert.False(t, table.lookup("F20", &got))
}
