package suite

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTooOld(t *testing.T) {
	params := filepath.Join(t.TempDir(), "nogo.param")
	require.NoError(t, os.WriteFile(params, []byte("-p\nexample.com/p\n-go_version\n1.999.3\np.go\n"), 0o666))
	for _, tt := range []struct {
		args   []string
		refuse bool
	}{
		{[]string{"-p", "x", "-go_version", "1.999.3", "x.go"}, true},
		{[]string{"-go_version=1.999"}, true},
		{[]string{"-param=" + params}, true},
		{[]string{"-param=" + params + ".gone"}, false},
		{[]string{"-go_version", "1.22.1"}, false},
		{[]string{"-go_version"}, false},
		{[]string{"-go_version", ""}, false},
		{nil, false},
	} {
		err := tooOld(tt.args)
		if !tt.refuse {
			assert.NoError(t, err, tt.args)
			continue
		}
		assert.ErrorContains(t, err, `needs go1.999: build nogo with it too, by go_sdk.download(version = "1.999.0") in MODULE.bazel`)
	}
}
