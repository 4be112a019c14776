package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
)

// profileFlags name the files that say where the time and the memory of a run went,
// for go tool pprof and go tool trace.
type profileFlags struct{ cpu, mem, trace string }

func (f *profileFlags) declare(set *flag.FlagSet) {
	set.StringVar(&f.cpu, "cpuprofile", "", "write a processor profile to `file`")
	set.StringVar(&f.mem, "memprofile", "", "write a profile of all that was allocated to `file`")
	set.StringVar(&f.trace, "trace", "", "write an execution trace to `file`")
}

// start begins to record what is asked for. What it returns ends that and writes the
// files; its error names the one that could not be written.
func (f *profileFlags) start(env *Env) (stop func() error, err error) {
	var stops []func() error
	stop = func() error {
		var errs []error
		for _, s := range stops {
			errs = append(errs, s())
		}
		return errors.Join(errs...)
	}
	for _, p := range []struct {
		flag, file string
		begin      func(io.Writer) error
		end        func(io.Writer) error
	}{
		{"cpuprofile", f.cpu, pprof.StartCPUProfile, func(io.Writer) error { pprof.StopCPUProfile(); return nil }},
		{"trace", f.trace, trace.Start, func(io.Writer) error { trace.Stop(); return nil }},
		{"memprofile", f.mem, func(io.Writer) error { return nil }, writeAllocations},
	} {
		if p.file == "" {
			continue
		}
		out, err := os.Create(env.abs(p.file))
		if err != nil {
			return nil, errors.Join(usagef("-%s: %v", p.flag, err), stop())
		}
		if err := p.begin(out); err != nil {
			return nil, errors.Join(usagef("-%s: %v", p.flag, err), out.Close(), stop())
		}
		stops = append(stops, func() error {
			if err := errors.Join(p.end(out), out.Close()); err != nil {
				return fmt.Errorf("-%s: %w", p.flag, err)
			}
			return nil
		})
	}
	return stop, nil
}

func writeAllocations(w io.Writer) error {
	runtime.GC() // the profile is as of the last collection
	return pprof.Lookup("allocs").WriteTo(w, 0)
}
