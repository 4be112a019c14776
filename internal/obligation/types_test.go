package obligation

import (
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMayHold(t *testing.T) {
	pkg := types.NewPackage("p", "p")
	named := func(name string, of func(self types.Type) types.Type) types.Type {
		n := types.NewNamed(types.NewTypeName(0, pkg, name, nil), nil, nil)
		n.SetUnderlying(of(n))
		return n
	}
	bytes := types.NewSlice(types.Typ[types.Byte])
	assert.False(t, mayHold(types.Typ[types.Int]))
	assert.False(t, mayHold(bytes))
	assert.False(t, mayHold(types.NewArray(bytes, 2)))
	assert.False(t, mayHold(types.Universe.Lookup("error").Type()))
	assert.True(t, mayHold(types.NewSlice(types.NewPointer(types.Typ[types.Int]))))
	assert.True(t, mayHold(types.NewStruct(nil, nil)))
	assert.True(t, mayHold(named("tree", func(self types.Type) types.Type { return types.NewSlice(self) })))
}
