//go:build unix

package cli

import (
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/lsp/lsptest"
)

// latencyFile is a file of a checkout, whose folder is opened and which is edited.
var latencyFile = flag.String("latency", "", "a Go file in which to measure how long diagnostics take")

// BenchmarkLatency measures the time from a keystroke to the diagnostics of the text
// with it, the pause of the server included: make bench-lsp FILE=.... The first half of
// the keystrokes leaves the text a Go program, in the body of a function; every one is
// made when the diagnostics of the one before it have come.
func BenchmarkLatency(b *testing.B) {
	if *latencyFile == "" {
		b.Skip("without -latency FILE")
	}
	text, err := os.ReadFile(*latencyFile)
	require.NoError(b, err)
	line := bodyLine(string(text))
	start := time.Now()
	c := startLSP(b, config.ModuleRoot(filepath.Dir(*latencyFile)))
	c.Initialize(map[string]any{}, nil, config.ModuleRoot(filepath.Dir(*latencyFile)))
	uri := lsptest.URI(*latencyFile)
	c.Open(uri, string(text))
	c.AtVersion(uri, 1)
	b.Logf("first diagnostics after %v", time.Since(start).Round(time.Millisecond))
	version := 1
	measure := func(what string, at lsptest.Range, text string) {
		var took, work []time.Duration
		for range 7 {
			version++
			start, before := time.Now(), processorTime()
			c.Edit(uri, version, at, text)
			c.AtVersion(uri, version)
			took, work = append(took, time.Since(start)), append(work, processorTime()-before)
		}
		slices.Sort(took)
		slices.Sort(work)
		b.Logf("%s: median %v, longest %v, of processor time %v", what, took[3].Round(time.Millisecond), took[6].Round(time.Millisecond), work[3].Round(time.Millisecond))
		b.ReportMetric(float64(took[3].Milliseconds()), "ms/"+strings.ReplaceAll(what, " ", "-"))
	}
	at := lsptest.Range{Start: lsptest.Position{Line: line}, End: lsptest.Position{Line: line}}
	measure("a statement in a body", at, "\t_ = 1\n")
	measure("a character in a comment", at, "//\n")
	measure("a new declaration", lsptest.Range{Start: lsptest.Position{Line: 1 << 20}, End: lsptest.Position{Line: 1 << 20}}, "\nvar _ = 1\n")
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.Logf("live after that: %d MB; taken from the system: %d MB", m.HeapAlloc>>20, m.Sys>>20)
	status, _ := os.ReadFile("/proc/self/status")
	for l := range strings.Lines(string(status)) {
		if strings.HasPrefix(l, "VmHWM") {
			b.Log(strings.TrimSpace(l))
		}
	}
	c.Quit()
}

// processorTime is what this process has used, which a busy machine does not make longer.
func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// bodyLine is the number, from 0, of the first line in the body of the last function.
func bodyLine(text string) int {
	lines := strings.Split(text, "\n")
	for i, l := range slices.Backward(lines) {
		if strings.HasPrefix(l, "func ") && strings.HasSuffix(l, "{") {
			return i + 1
		}
	}
	return 0
}
