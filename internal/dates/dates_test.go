package dates

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPassed(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1806451200") // 2027-03-31, 00:00 UTC
	assert.Equal(t, "2027-03-31", Today())
	assert.False(t, Passed("2027-03-31"), "it counts until the end of the day")
	assert.True(t, Passed("2027-03-30"))
	assert.False(t, Passed(""))
	assert.NoError(t, Check("2027-03-31"))
	assert.Error(t, Check("2027-3-31"))
	assert.Error(t, Check("2027-02-30"))
	assert.Equal(t, "2026-01-01 2026-02-01", PassedIn([]byte(
		"//tether:allow leak until:2026-02-01 x\n  until: 2026-01-01\n\"until\": \"2028-01-01\"\nuntil:2026-02-01")))
}
