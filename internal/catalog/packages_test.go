package catalog

import (
	"go/importer"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPackages: what ends need not compute, and what computes need not be listed as ending;
// who is asked about a function that there is not says no.
func TestPackages(t *testing.T) {
	function := func(pkg, name string) *types.Func {
		p, err := importer.Default().Import(pkg)
		require.NoError(t, err)
		fn, ok := p.Scope().Lookup(name).(*types.Func)
		require.True(t, ok, name)
		return fn
	}
	for _, c := range []struct {
		pkg, name                             string
		ends, computes, talks, quiet, renames bool
	}{
		{"strings", "Cut", true, true, true, false, false},
		{"sort", "Strings", true, false, false, false, false},
		{"encoding/hex", "EncodeToString", false, true, false, false, false},
		{"crypto/sha256", "Sum256", false, true, false, false, false},
		{"fmt", "Sprintf", true, true, true, false, false},
		{"fmt", "Println", false, false, true, false, false},
		{"time", "Now", true, false, false, true, false},
		{"time", "Sleep", false, false, false, true, false},
		{"os", "Open", false, false, false, true, false},
		{"os", "Rename", false, false, false, true, true},
	} {
		fn := function(c.pkg, c.name)
		assert.Equal(t, c.ends, Ends(fn), "%s ends", fn.FullName())
		assert.Equal(t, c.computes, Computes(fn), "%s computes", fn.FullName())
		assert.Equal(t, c.talks, Talks(fn), "%s talks", fn.FullName())
		assert.Equal(t, c.quiet, ReleasesQuietly(fn), "%s is released quietly", fn.FullName())
		assert.Equal(t, c.renames, ChangesNames(fn), "%s changes names", fn.FullName())
	}
	assert.True(t, Aside(function("strconv", "Itoa")))
	assert.False(t, Aside(function("io", "Copy")))
	assert.True(t, CallsDirectly(function("sort", "Slice")))
	assert.False(t, CallsDirectly(function("time", "AfterFunc")))
	assert.True(t, Directly(function("path/filepath", "Walk")))
	assert.False(t, Directly(function("path/filepath", "Join")))
	assert.True(t, AsksCaller(function("runtime", "Caller")))
	assert.False(t, AsksCaller(function("runtime/debug", "Stack")))
	assert.True(t, PrintsStack(function("runtime/debug", "Stack")))
	assert.False(t, Ends(nil) || Computes(nil) || Talks(nil) || ReleasesQuietly(nil) || ChangesNames(nil))
}
