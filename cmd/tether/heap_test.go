package main

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGrowth(t *testing.T) {
	for _, test := range []struct {
		living uint64
		want   int
	}{
		{0, 300}, {1 << 20, 300}, {64 << 20, 300}, {128 << 20, 200}, {256 << 20, 100}, {1 << 30, 75}, {16 << 30, 75},
	} {
		assert.Equal(t, test.want, growth(test.living, 300), "%d MB live", test.living>>20)
	}
	runtime.GC()
	assert.Positive(t, living())
}
