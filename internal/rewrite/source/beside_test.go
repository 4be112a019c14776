package source

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMayDeclare(t *testing.T) {
	for text, want := range map[string]bool{
		"func tracked() {}":            true,
		"type tracked[T any] struct{}": true,
		"var a, tracked = 1, 2":        true,
		"var (\n\ttracked int\n)":      true,
		"var (tracked = 1)":            true,
		"const a = 1; const tracked=2": true,
		"/* a */ var tracked int":      true,
		"func\ntracked() {}":           true,
		"var a,\n\ttracked = 1, 2":     true,
		"tracked":                      true,

		"func (t T) tracked() {}":               false,
		"\t\"example.com/tracked\"":             false,
		"\ttracked.Go(ctx)":                     false,
		"// what is tracked":                    false,
		"\treturn tracked":                      false,
		"func untracked() {}":                   false,
		"func trackedBy() {}":                   false,
		"\tx := tracked.New()\n\ty = untracked": false,
	} {
		assert.Equal(t, want, mayDeclare([]byte(text), "tracked"), text)
	}
}
