// Package asserts has what tests state of errors and resources.
package asserts

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Fails expects that there is nothing to close.
func Fails(t *testing.T) {
	_, err := os.Open("nothing")
	require.Error(t, err)
}

func FailsWith(t *testing.T) {
	f, err := os.Open("nothing")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.Nil(t, f)
}

func FailsSoftly(t *testing.T) {
	f, err := os.Open("nothing")
	assert.Error(t, err)
	assert.Nil(t, f)
}

func FailsByMethod(t *testing.T) {
	r := require.New(t)
	_, err := os.Open("nothing")
	r.Error(err)
}

func IsNil(t *testing.T) {
	f, _ := os.Open("nothing")
	assert.Nil(t, f)
}

func Works(t *testing.T) {
	f, err := os.Open("something") // want `f opened by os\.Open is not closed when Works returns at line [0-9]+.*\(unclosed/leak\)`
	require.NoError(t, err)
	t.Log(f.Name())
}

func WorksClosed(t *testing.T) {
	f, err := os.Open("something")
	require.NoError(t, err)
	defer f.Close()
}

// EarlyDefer has a check after it.
func EarlyDefer(t *testing.T) {
	f, err := os.Open("something")
	defer f.Close() // want `f opened by os\.Open is closed by defer before its error is checked.*\(unclosed/defer-before-check\)`
	require.NoError(t, err)
}

func Asked(t *testing.T) {
	f, err := os.Open("something")
	if !assert.NoError(t, err) {
		return
	}
	defer f.Close()
}

func AskedLost(t *testing.T) {
	f, err := os.Open("something") // want `f opened by os\.Open is not closed when AskedLost returns at line [0-9]+.*\(unclosed/leak\)`
	if assert.NoError(t, err) {
		t.Log(f.Name())
	}
}

// Gives up on the path.
func GivesUp(t *testing.T, b bool) {
	f, err := os.Open("something")
	require.NoError(t, err)
	if b {
		require.FailNow(t, "b")
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// HopedFor says that it should have failed.
func HopedFor(t *testing.T) {
	_, err := os.Open("nothing")
	if err == nil {
		t.Error("opened nothing")
	} else if !os.IsNotExist(err) {
		t.Errorf("strange: %v", err)
	}
}

// NotHopedFor fails for another reason.
func NotHopedFor(t *testing.T) {
	f, err := os.Open("something") // want `f opened by os\.Open is not closed when NotHopedFor returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		t.Error(err)
		return
	}
	f.Close()
}
