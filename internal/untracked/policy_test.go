package untracked_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// A timer that runs once is a matter of policy, one that goes on is a claim; the profile
// claims leaves policies out.
func TestTimersThatRunOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", "module example.com/p\n\ngo 1.26.0\n")
	write(t, dir, "p.go", `package p

import "time"

func once(done chan bool) {
	time.AfterFunc(1, func() { println() })
	time.AfterFunc(1, func() { done <- true })
	time.AfterFunc(1, func() {
		for {
			if len(done) > 0 {
				break
			}
		}
	})
	time.AfterFunc(1, func() {
		select {
		case <-done:
		default:
		}
	})
	time.AfterFunc(1, named)
	time.AfterFunc(1, whileLeft)
	time.AfterFunc(1, deferred)
}

func goesOn(done chan bool) {
	time.AfterFunc(1, func() { <-done })
	time.AfterFunc(1, func() {
		for {
			println()
		}
	})
	time.AfterFunc(1, func() {
		for range done {
		}
	})
	time.AfterFunc(1, func() { select {} })
	time.AfterFunc(1, again)
	time.AfterFunc(1, eitherWay)
	time.AfterFunc(1, calls)
}

func named() {}

func again() { time.AfterFunc(1, again) }

var left []int

func whileLeft() {
	if len(left) > 0 {
		time.AfterFunc(1, whileLeft)
	}
}

func deferred() {
	retry := true
	defer func() {
		if retry {
			time.AfterFunc(1, deferred)
		}
	}()
	retry = len(left) > 0
}

func eitherWay() {
	if len(left) > 0 {
		time.AfterFunc(1, eitherWay)
		return
	}
	time.AfterFunc(2, eitherWay)
}

func calls() {
	defer arm()
	println()
}

func arm() { time.AfterFunc(1, calls) }
`)
	claims, err := config.Parse("x.yml", dir, []byte("profile: claims"))
	require.NoError(t, err)
	count := func(c *config.Config) (policy, claim map[string]int) {
		policy, claim = map[string]int{}, map[string]int{}
		for _, r := range analysistest.Run(quiet{t}, dir, suite.New(unit.Options{Config: c})[0], ".") {
			require.NoError(t, r.Err)
			for _, f := range r.Result.(*finding.Result).Findings {
				assert.Equal(t, finding.DroppedHandle, f.Rule)
				if f.Policy {
					policy[f.Function]++
				} else {
					claim[f.Function]++
				}
			}
		}
		return policy, claim
	}
	policy, claim := count(config.Default())
	assert.Equal(t, map[string]int{"once": 7, "whileLeft": 1, "deferred": 1}, policy)
	assert.Equal(t, map[string]int{"goesOn": 7, "again": 1, "eitherWay": 2, "arm": 1}, claim)
	policy, claim = count(claims)
	assert.Empty(t, policy)
	assert.Equal(t, map[string]int{"goesOn": 7, "again": 1, "eitherWay": 2, "arm": 1}, claim)
}

// What is true and harms nobody is a matter of policy, too.
func TestHarmless(t *testing.T) {
	analysistest.Run(t, testdata(t)+"/../claims", analyzer.Untracked, "./goroutines")
}
