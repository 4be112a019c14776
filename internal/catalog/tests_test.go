package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tetherlint/tether/internal/catalog"
)

func TestIsForTests(t *testing.T) {
	assert.True(t, catalog.IsForTests("/util/testutil/registry", "worker.go", nil))
	assert.True(t, catalog.IsForTests("/worker", "worker.go", []string{"context", "testing"}))
	assert.True(t, catalog.IsForTests("/worker", "worker.go", []string{"github.com/stretchr/testify/require"}))
	assert.True(t, catalog.IsForTests("/worker", "test_util.go", nil))
	assert.False(t, catalog.IsForTests("/worker", "latest_utils.go", nil))
	assert.False(t, catalog.IsForTests("/latest/contest/attestation", "worker.go", []string{"net/http/httptest"}))
	assert.False(t, catalog.IsForTests("", "worker.go", []string{"github.com/stretchr/testifyish"}))
}
