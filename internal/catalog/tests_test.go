package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tetherlint/tether/internal/catalog"
)

func TestIsForTests(t *testing.T) {
	assert.True(t, catalog.IsForTests("/util/testutil/registry", nil))
	assert.True(t, catalog.IsForTests("/worker", []string{"context", "testing"}))
	assert.True(t, catalog.IsForTests("/worker", []string{"github.com/stretchr/testify/require"}))
	assert.False(t, catalog.IsForTests("/latest/contest/attestation", []string{"net/http/httptest"}))
	assert.False(t, catalog.IsForTests("", []string{"github.com/stretchr/testifyish"}))
}
