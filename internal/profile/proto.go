package profile

import (
	"fmt"

	"github.com/google/pprof/profile"

	"github.com/tetherlint/tether/internal/stack"
)

// parseProto reads a profile as pprof writes it by default.
func parseProto(data []byte) (*Profile, error) {
	in, err := profile.ParseUncompressed(data)
	if err == nil {
		err = in.CheckValid()
	}
	if err != nil {
		return nil, fmt.Errorf("it is not a profile, or it is truncated: %w", err)
	}
	name := ""
	switch {
	case in.PeriodType != nil && in.PeriodType.Type != "":
		name = in.PeriodType.Type
	case len(in.SampleType) > 0:
		name = in.SampleType[0].Type
	}
	kind, err := kindOf(name)
	if err != nil {
		return nil, err
	}
	p := &Profile{Kind: kind}
	frames := make(map[*profile.Location][]stack.Frame)
	for _, s := range in.Sample {
		if len(s.Value) == 0 || s.Value[0] <= 0 {
			continue
		}
		g := stack.Goroutine{Count: int(s.Value[0]), Leaked: kind == Leaks, Labels: labels(s)}
		for _, l := range s.Location {
			list, ok := frames[l]
			if !ok {
				list = framesOf(l)
				frames[l] = list
			}
			g.Stack = append(g.Stack, list...)
		}
		g.State = stateOf(g.Stack)
		p.Goroutines = append(p.Goroutines, g)
	}
	p.launched()
	return p, nil
}

// framesOf are the functions at an address: those that were inlined first.
func framesOf(l *profile.Location) (list []stack.Frame) {
	for _, line := range l.Line {
		f := stack.Frame{Line: int(line.Line)}
		if line.Function != nil {
			f.Func, f.File, f.Start = line.Function.Name, line.Function.Filename, int(line.Function.StartLine)
		}
		list = append(list, f)
	}
	return list
}

func labels(s *profile.Sample) map[string]string {
	if len(s.Label) == 0 {
		return nil
	}
	m := make(map[string]string, len(s.Label))
	for key, values := range s.Label {
		if len(values) > 0 {
			m[key] = values[0]
		}
	}
	return m
}

// states are what a goroutine waits for, as text profiles say it, by the functions in
// which it then is.
var states = map[string]string{
	"runtime.chansend1":           "chan send",
	"runtime.chanrecv1":           "chan receive",
	"runtime.chanrecv2":           "chan receive",
	"runtime.selectgo":            "select",
	"runtime.block":               "select (no cases)",
	"runtime.netpollblock":        "IO wait",
	"time.Sleep":                  "sleep",
	"sync.(*Cond).Wait":           "sync.Cond.Wait",
	"sync.(*WaitGroup).Wait":      "sync.WaitGroup.Wait",
	"internal/sync.(*Mutex).Lock": "sync.Mutex.Lock",
	"sync.(*Mutex).Lock":          "sync.Mutex.Lock",
	"sync.(*RWMutex).Lock":        "sync.RWMutex.Lock",
	"sync.(*RWMutex).RLock":       "sync.RWMutex.RLock",
	"syscall.Syscall":             "syscall",
	"syscall.Syscall6":            "syscall",
}

// stateOf reads off a stack what the goroutine waits for; "" where it cannot be read.
// That is the innermost of the states, for one wait may be made of another.
func stateOf(frames []stack.Frame) string {
	for _, f := range frames {
		if s, ok := states[f.Func]; ok {
			return s
		}
	}
	return ""
}
