package vet

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestScope(t *testing.T) {
	top := t.TempDir()
	put(t, top, "a/go.mod", "")
	put(t, top, "a/sub/", "")
	put(t, top, "go.work", "")
	work := filepath.Join(top, "go.work")
	for _, tt := range []struct{ line, dir, work, want string }{
		{"go vet -vettool=/bin/tether ./...", "a", "", ""},
		{"go -C a vet -vettool /bin/tether ./...", "a", "", ""},
		{"/usr/local/go/bin/go vet -vettool=/bin/tether work", ".", work, ""},
		{"go vet -vettool=/bin/tether work", "a", work, ""},
		{"go vet -vettool=/bin/tether ./...", "a", work, "module a"},
		{"go vet -vettool=/bin/tether ./...", "a/sub", "", "some packages"},
		{"go vet -vettool=/bin/tether", "a", "", "some packages"},
		{"go vet -vettool=/bin/tether ./sub", "a", "", "some packages"},
		{"go fix -fixtool=/bin/tether -diff ./...", "a", "", ""},
		{"go fix -fixtool=/bin/tether ./sub", "a", "", "some packages"},
		{"go test ./...", "a", "", ""},
		{"bash -c vet", "a", "", "some packages"}, // no harm
		{"vet", "a", "", ""},
		{"", "a", "", ""},
	} {
		assert.Equal(t, tt.want, scope(strings.Fields(tt.line), filepath.Join(top, tt.dir), tt.work), tt.line)
	}
}
