package rows

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSays: some questions are about what packages offer, some about whole words, and no
// other word of a name than the first counts.
func TestSays(t *testing.T) {
	for _, c := range []struct {
		name string
		does Verb
		want bool
	}{
		{"closeAll", Ends, true},
		{"CloseAll", Ends, true},
		{"mustClose", Ends, false},
		{"CloseAll", Discharges, true},
		{"closeAll", Discharges, false},
		{"Get", Gets, true},
		{"GetConn", Gets, true},
		{"Get_conn", Gets, true},
		{"Getaway", Gets, false},
		{"get", Gets, false},
		{"Readers", Reads, true},
		{"", Ends, false},
		{"", Gets, false},
		{"Nothing", Ends, false},
	} {
		assert.Equal(t, c.want, Says(c.name, c.does), "%q does %d", c.name, c.does)
	}
}

// TestRoles: a name has its own roles and no others, and lists keep the order of the table.
func TestRoles(t *testing.T) {
	assert.True(t, Is("Close", Owner))
	assert.False(t, Is("Flush", Owner))
	assert.True(t, Is("Flush", Owner|Closing), "one of several")
	assert.False(t, Is("Nothing", Owner|Holder|Ender))
	assert.Equal(t, []string{"Close", "Stop", "Shutdown"}, Stoppers)
	seen := make(map[string]bool)
	for _, m := range Methods {
		assert.False(t, seen[m.Name], "%s has two rows", m.Name)
		assert.Equal(t, m.Done == "", m.Do == "", "%s has half of its words", m.Name)
		seen[m.Name] = true
	}
}
